"""Every code that the reader can say has its words."""

from departments.names import REMARK_CODES
from tasks.excluding import WHYS
from tasks.quantities import ODD_CODES
from tasks.reading import TEXT_CODES, ListError
from tasks.rows import LIST_ERRORS as LIST_ERROR_CODES
from tasks.rows import ROW_CODES
from tasks.targets import DOUBT_CODES, WARNING_CODES
from tasks.wording import LIST_ERRORS, REMARKS, WHY_NOT_TARGETS, list_error_text, remark_text


def test_every_remark_has_words_and_no_words_are_idle() -> None:
    codes = REMARK_CODES | ODD_CODES | TEXT_CODES | ROW_CODES | DOUBT_CODES | WARNING_CODES
    assert set(REMARKS) == codes


def test_every_reason_has_words() -> None:
    assert set(WHY_NOT_TARGETS) == WHYS


def test_every_fault_of_a_list_has_words() -> None:
    assert set(LIST_ERRORS) == LIST_ERROR_CODES


def test_the_words_tell_what_was_meant() -> None:
    assert "市教育局" in remark_text("slip_spelling", "市教育局")
    assert remark_text("name") != "name"
    assert remark_text("nothing of ours") == "nothing of ours"


def test_a_fault_names_its_line_and_words() -> None:
    text = list_error_text(ListError("no_tabs", 3, "一段话"))
    assert "3" in text
    assert "一段话" in text
