"""The sheet that tells how to fill in the others."""

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from nanyang_vet.kit.cell_sizes import LINE_HEIGHT
from nanyang_vet.kit.fillable import BODY_FONT, HEAD_FONT, TITLE_FONT, put
from progress.sheets.columns import DONE, NOT_DONE, SHEET, YES

WIDTHS = (18, 92)


def instructions(page: Worksheet) -> None:
    """Write the instructions on `page`."""
    put(page.cell(1, 1), _("How to fill in this workbook")).font = TITLE_FONT
    page.row_dimensions[1].height = 2 * LINE_HEIGHT
    for row, (head, words) in enumerate(_paragraphs(), start=3):
        put(page.cell(row, 1), head).font = HEAD_FONT
        put(page.cell(row, 2), words).font = BODY_FONT
        for column in (1, 2):
            page.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = LINE_HEIGHT * (len(words) // 42 + 1) + 6
    for letter, width in zip("AB", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.protection.sheet = True
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _paragraphs() -> list[tuple[str, str]]:
    names = {"sheet": SHEET, "done": DONE, "not_done": NOT_DONE, "yes": YES}
    return [(head, words % names) for head, words in [*_cells(), *_file()]]


def _cells() -> list[tuple[str, str]]:
    return [
        (
            _("Where"),
            _("Fill in the light yellow cells of the sheet “%(sheet)s”. The grey ones are locked."),
        ),
        (
            _("Numbers"),
            _(
                "Digits, for example 1200, 1,200, 7.2万 or 3亿; 4 decimals at most. No formulas:"
                " paste values. Nought is a figure; a blank cell says nothing."
            ),
        ),
        (_("Shares"), _("Fill in numerator and denominator. The site works out the percentage.")),
        (_("Done or not"), _("Choose %(done)s or %(not_done)s from the list.")),
        (
            _("Not applicable"),
            _("Choose %(yes)s, say why, and leave the figure empty."),
        ),
        (
            _("Texts"),
            _("Progress made, problems and next steps: 2000 characters at most in each cell."),
        ),
    ]


def _file() -> list[tuple[str, str]]:
    return [
        (
            _("Rows"),
            _(
                "Rows may be filtered, hidden and sorted; one that is missing stays on the site as"
                " it is. Do not merge cells, and do not change the codes."
            ),
        ),
        (
            _("Sheets"),
            _("Sheets of your own may be added; they are not read. Do not rename or delete ours."),
        ),
        (
            _("Upload"),
            _(
                "Save as .xlsx and upload it under “My filing”. You see every difference, and every"
                " fault with its place, before anything is saved."
            ),
        ),
        (
            _("Versions"),
            _(
                "The template holds for one organization and one quarter, and until somebody"
                " changes its reports on the site. Then download it again."
            ),
        ),
    ]
