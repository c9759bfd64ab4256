"""The comment form as a document (DOCX), to be filled in Word or LibreOffice and read back."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from roadmaps.exchange import forms
from roadmaps.exchange.forms import Row

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTHS = (2.4, 1.2, 1.9, 3.0, 1.8, 6.4, 4.4, 5.6)  # centimetres, of A4 across


def write(rows: list[Row], title: str) -> bytes:
    """A document with one table of these rows, whose headings stand on each page."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    document.styles["Normal"].font.size = Pt(8)
    document.add_heading(title, level=1)
    table = document.add_table(rows=0, cols=len(forms.COLUMNS), style="Table Grid")
    table.autofit = False
    for said in (tuple(forms.headings()), *map(forms.printed, rows)):
        row = table.add_row()._tr  # asking it for its cells looks for joined ones in all above
        for cell, text, width in zip(row.tc_lst, said, WIDTHS, strict=True):
            cell.width = Cm(width)
            cell.p_lst[0].add_r().text = text
    _repeat(table.rows[0])
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _repeat(row):
    """Let the headings stand on each page, in bold."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.bold = True


def read(content: bytes) -> list[tuple[int, Row]]:
    """The rows of a filled document by their number in its first table."""
    forms.unfolded(content, "DOCX")
    try:
        tables = Document(BytesIO(content)).tables
        lines = [[cell.text for cell in row.cells] for row in tables[0].rows] if tables else []
    except Exception as error:  # whatever a broken document breaks in the library
        raise ValidationError(_("This document cannot be read. Save it anew as DOCX.")) from error
    return forms.understood(lines)
