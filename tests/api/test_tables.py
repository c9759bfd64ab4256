import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import tables

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def read(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@given(TEXTS)
def test_SR_18_every_text_survives_being_guarded(text):
    assert tables.unguard(tables.guard(text)) == text or tables.NUMBER.fullmatch(text)


@given(st.sampled_from(tables.SIGNS), TEXTS)
def test_SR_18_no_cell_begins_like_a_formula(sign, rest):
    guarded = tables.guard(sign + rest)
    assert guarded.startswith("'") or tables.NUMBER.fullmatch(guarded)


@given(st.lists(st.fixed_dictionaries({"a": TEXTS, "b": TEXTS}), max_size=4))
def test_a_table_is_read_as_it_was_written(rows):
    head, *cells = read(tables.write(tables.columns("a", "b"), rows))
    assert head == ["a", "b"]
    assert cells == [[tables.guard(row["a"]), tables.guard(row["b"])] for row in rows]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (["a", "b"], "a; b"),
        ({"code": "se", "name": "Economy"}, "se"),
        ([{"code": "a"}, {"code": "b"}], "a; b"),
        ({"text": "Hola", "revision": 3}, "Hola"),
        ({}, ""),
        ({"x": 1}, '{"x": 1}'),
        (-2, "-2"),
    ],
)
def test_values_become_cells(value, cell):
    assert tables.cell(value) == cell


def test_columns_look_into_what_they_show():
    shown = tables.columns("a.b", c="x.y.z", d=lambda thing: len(thing))
    assert read(tables.write(shown, [{"a": {"b": 1}}])) == [["a_b", "c", "d"], ["1", "", "1"]]


def test_equal_tables_make_equal_archives():
    assert tables.archive({"a.csv": b"1"}) == tables.archive({"a.csv": b"1"})
