"""The comment form as a sheet (XLSX), to be filled in Excel or LibreOffice and read back."""

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from roadmaps.exchange import forms
from roadmaps.exchange.forms import Row

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (18, 8, 14, 26, 14, 60, 40, 60)


def write(rows: list[Row], title: str) -> bytes:
    """A sheet of these rows, each text as a text: what begins with “=” is no formula."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title[:31].translate({ord(each): None for each in "[]:*?/\\"}) or "Rumbo"
    for number, said in enumerate([tuple(forms.headings()), *map(forms.printed, rows)], start=1):
        for column, text in enumerate(said, start=1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = text, "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    file = BytesIO()
    save_workbook(book, file)
    return file.getvalue()


def read(content: bytes) -> list[tuple[int, Row]]:
    """The rows of a filled sheet by their number in it."""
    forms.unfolded(content, "XLSX")
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        table = [line for line in book.worksheets[0].iter_rows(values_only=True)]
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken sheet breaks in the library
        raise ValidationError(_("This sheet cannot be read. Save it anew as XLSX.")) from error
    return forms.understood(table)
