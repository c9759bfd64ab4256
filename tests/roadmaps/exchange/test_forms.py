"""The comment form as a file: written, opened elsewhere, filled, and read back as it was."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from roadmaps.exchange import documents, forms, sheets
from roadmaps.exchange.forms import NAMES, Row

SORTS = pytest.mark.parametrize("sort", [sheets, documents], ids=["xlsx", "docx"])
ROWS = [
    Row("chamber-1", "", "EMO-C01", "title · “technicians”", "te: Substance", "Too few.", "Train.",
        "Accepted: Done.\nWhy: —"),
    Row("chamber-2", "2", "", "", "ge: General", "=1+1", "<b>&amp;</b>", ""),
    Row("union-1", "", "EMO-G01", "", "ed: Wording", "Dos líneas\ny una más", "ñandú", ""),
]  # fmt: skip


def sheet_of(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def faults_of(act):
    with pytest.raises(ValidationError) as error:
        act()
    return error.value.messages


@SORTS
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_written_is_read_back_equal(sort, language):
    with override(language):
        content = sort.write(ROWS, "Round one")
    with override("en"):
        assert [row for _number, row in sort.read(content)] == ROWS


@SORTS
@settings(max_examples=20, deadline=None, derandomize=True, database=None)
@given(texts=st.lists(st.text(max_size=60), min_size=8, max_size=8))
def test_whatever_somebody_writes_comes_back(sort, texts):
    row = Row(*texts)
    read = sort.read(sort.write([row], "x"))
    wanted = Row(*(" ".join(text.split()) for text in forms.printed(row)))
    told = [
        Row(*(" ".join(getattr(each, name).split()) for name in NAMES)) for _number, each in read
    ]
    assert told == ([] if wanted.is_empty else [wanted])


def test_a_text_is_no_formula():
    sheet = load_workbook(BytesIO(sheets.write(ROWS, "Round: [one]"))).active
    assert sheet["F3"].data_type == "s"
    assert sheet["F3"].value == "=1+1"
    assert sheet.freeze_panes == "A2"


def test_a_moved_column_is_named_and_nothing_is_taken_in():
    headings = forms.headings()
    moved = [headings[1], headings[0], *headings[2:]]
    told = faults_of(lambda: sheets.read(sheet_of(moved, ["x"] * 8)))
    assert told == [
        "Column 1 has to be “MB/NC”, and is “Line number”.",
        "Column 2 has to be “Line number”, and is “MB/NC”.",
        "Put the columns back as they were; nothing was taken in.",
    ]


def test_a_column_too_many_and_one_too_few_are_named():
    headings = forms.headings()
    assert "Column 9 has to be “—”, and is “Mine”." in faults_of(
        lambda: sheets.read(sheet_of([*headings, "Mine"]))
    )
    assert "Column 8 has to be “Observations of the secretariat”, and is “—”." in faults_of(
        lambda: sheets.read(sheet_of(headings[:7]))
    )


def test_what_stands_before_the_headings_is_passed_over():
    content = sheet_of(["Ministry of Economy"], [], forms.headings(), ["a-1"])
    assert sheets.read(content) == [(4, Row("a-1"))]


@SORTS
def test_a_file_without_headings_or_of_another_sort_says_so(sort):
    empty = sheet_of(["a", "b"]) if sort is sheets else documents.write([], "x")
    if sort is sheets:
        assert "There are no headings" in faults_of(lambda: sort.read(empty))[0]
    else:
        assert sort.read(empty) == []
    assert "This is no file of the sort" in faults_of(lambda: sort.read(b"hello"))[0]
    file = BytesIO()
    with ZipFile(file, "w") as parts:
        parts.writestr("a.txt", "hello")
    assert "cannot be read" in faults_of(lambda: sort.read(file.getvalue()))[0]


@SORTS
def test_SR_39_SR_40_a_file_that_unfolds_without_end_is_not_unfolded(sort):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * (forms.WIDEST + 1))
    assert "unfolds to more" in faults_of(lambda: sort.read(file.getvalue()))[0]
    assert "larger than 5 MB" in faults_of(lambda: sort.read(b"x" * (forms.LARGEST + 1)))[0]


@SORTS
def test_SR_40_entities_are_not_unfolded(sort):
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
    )
    file, name = BytesIO(), "word/document.xml" if sort is documents else "xl/worksheets/sheet1.xml"
    with ZipFile(BytesIO(sort.write(ROWS, "x"))) as good, ZipFile(file, "w") as parts:
        for part in good.namelist():
            content = good.read(part)
            if part == name:
                content = content.decode()
                body = content.partition("?>")[2] if content.startswith("<?xml") else content
                content = bomb + body.replace("Too few.", "&b;&c;")
            parts.writestr(part, content)
    try:
        told = sort.read(file.getvalue())
    except ValidationError:
        return
    assert "root:" not in str(told)
    assert "haha" not in str(told)
