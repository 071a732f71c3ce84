"""The words for what the pure reader says in codes."""

from django.utils.translation import gettext_lazy as _

from tasks.reading import ListError

UNIT_REMARKS = {
    "missing_separator": _("A separator between two units is missing; read as: %(meaning)s"),
    "stray_separator": _("A separator too many"),
    "slip_spelling": _("An unusual spelling; read as: %(meaning)s"),
    "repeated_unit": _("Named twice; read once as: %(meaning)s"),
    "unknown_organization": _("An organization that the register does not know; check its name"),
    "unknown_group": _("A group that the register does not know; its members are to be named"),
    "unknown_unit": _("Not understood as a unit; name the organizations that are meant"),
    "lead_is_no_organization": _("The first unit is no organization; choose the one that leads"),
    "lead_not_first": _("The list names a lead that is not the first unit; choose who leads"),
    "no_units": _("No responsible unit is named"),
}
TEXT_REMARKS = {
    "doubled_character": _("A character seems to be written twice; read as: %(meaning)s"),
    "unfinished_text": _("The text ends in a comma and not in a full stop"),
}
ROW_REMARKS = {
    "unread_line": _("A line that is neither a row nor a heading; it was not read"),
    "unread_cell": _("A cell beyond the three columns; it was not read"),
    "empty_task": _("A row without a task; it was not read"),
    "too_long": _("A cell too long for one task; it was not read. Split it into rows"),
    "repeated_number": _("Another row has this number already; this one was not read"),
    "repeated_row": _("The same row stands twice; read once"),
    "missing_numbers": _("These numbers are missing in the list"),
}
NUMBER_DOUBTS = {
    "malformed_number": _("Not understood as a number"),
    "inexact_number": _("The number is inexact; set the one that counts"),
    "reversed_range": _("The range runs from a larger number to a smaller one"),
    "conflicting_words": _("The words around the number contradict each other"),
    "number_out_of_range": _("The number is too large or too fine to be stored"),
    "unusual_unit": _("The unit compares with something that is not stated"),
    "upper_limit": _("An upper limit; targets are met from a number on"),
    "duration": _("A length of time; say what is to be counted"),
    "growth": _("A growth over something that is not stated"),
    "per_period": _("An amount within another period than a year"),
    "not_binding": _("Encouraged rather than ordered; say whether it binds"),
    "unclear_scope": _("Not clear for whom the number holds"),
    "no_unit": _("The number has no unit"),
    "unbound_number": _("A number that no word binds to a duty"),
    "deadline_before_plan": _("The deadline lies before the plan's first day"),
    "unclear_deadline": _("The text does not say which year's end it means"),
    "respective_numbers": _("Several numbers are matched with several deadlines"),
    "several_dates": _("Several dates stand before one number; say what is due by which"),
    "instalments": _("Perhaps a part of a sum, for one year; say what is due by its end"),
    "falling_number": _("A number that is to fall; targets are met from a number on"),
    "threshold": _("Perhaps only the size of those whom it concerns; say whether it is a target"),
    "unclear_period": _("The words before it speak of every year; say whether the number does"),
}
NUMBER_WARNINGS = {
    "loose_deadline": _("“Before” a year; read as due on %(meaning)s"),
    "carried_scope": _("Read as holding for each county too, like the words before it"),
    "deadline_after_plan": _("Due on %(meaning)s, after the plan's last day"),
}
REMARKS = UNIT_REMARKS | TEXT_REMARKS | ROW_REMARKS | NUMBER_DOUBTS | NUMBER_WARNINGS

WHY_NOT_TARGETS = {
    "name": _("part of a name"),
    "title": _("part of a title"),
    "document": _("number of a document"),
    "term": _("part of a term"),
    "ordinal": _("a place in an order"),
    "idiom": _("part of an ordinary word"),
    "indefinite": _("no definite number"),
    "start_date": _("a date from which something holds"),
    "deadline": _("a date by which something is due"),
    "date": _("a date"),
    "period": _("a length of time"),
    "frequency": _("how often something is done"),
    "permission": _("a permission and not a duty"),
    "policy_rate": _("a rate or amount set by policy"),
    "eligibility": _("a condition for taking part"),
    "background": _("how it stood before"),
    "named_count": _("a count of what is named beside it"),
}

LIST_ERRORS = {
    "empty": _("The file is empty. Choose the file that holds the list."),
    "not_text": _("It is no plain text. Save it as plain text (UTF-8) with tabs between columns."),
    "no_tabs": _(
        "Line %(line)d (“%(words)s”) and all others have no tabs. Copy the table from Word or "
        "Excel into a plain text file, so that tabs separate number, task and responsible units."
    ),
    "no_rows": _(
        "Line %(line)d (“%(words)s”) does not begin with a row's number, and no other does. The "
        "first column must be the number, the second the task, the third the responsible units."
    ),
    "no_units_column": _(
        "Line %(line)d (“%(words)s”) lacks a column, and so do all others. A row is its number, "
        "the task and the responsible units, with tabs between them."
    ),
}


def remark_text(code: str, meaning: str = "") -> str:
    """What a remark or a reason of that code means, in the reader's language."""
    words = REMARKS.get(code) or WHY_NOT_TARGETS.get(code)
    return str(words) % {"meaning": meaning} if words else code


def list_error_text(error: ListError) -> str:
    """Why the text is no list, where, and how to mend it, in the reader's language."""
    words = LIST_ERRORS.get(error.code)
    return str(words) % {"line": error.line, "words": error.words} if words else str(error)
