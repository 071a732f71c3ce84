"""Why a file is not taken as evidence, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanyang_vet.kit.file_kinds import Fault
from progress.evidence import MAX_BYTES, MAX_FILES, TOO_LARGE, TOO_MANY, TWICE, Refusal

MEGABYTE = 1024 * 1024
FAULTS: dict[str, Any] = {
    Fault.EMPTY: gettext_lazy("“%(name)s” is empty."),
    Fault.EXTENSION: gettext_lazy(
        "“%(name)s” is of a kind that is not taken: pdf, jpg, png, xlsx and docx are."
    ),
    Fault.UNKNOWN: gettext_lazy(
        "What is in “%(name)s” is neither pdf, jpg, png, xlsx nor docx, whatever its name says."
    ),
    Fault.OTHER_KIND: gettext_lazy(
        "“%(name)s” is in truth a %(found)s file. Give it its right ending, or save it anew."
    ),
    Fault.OLD_OFFICE: gettext_lazy(
        "“%(name)s” is in an old Office format or protected by a password. Save it as xlsx, docx "
        "or pdf without one."
    ),
    Fault.DAMAGED: gettext_lazy("“%(name)s” is damaged and cannot be opened."),
    Fault.MACROS: gettext_lazy("“%(name)s” contains macros. Save it without them."),
    TOO_LARGE: gettext_lazy("“%(name)s” is larger than %(megabytes)s MB."),
    TOO_MANY: gettext_lazy("“%(name)s” is one too many: a report has at most %(most)s files."),
    TWICE: gettext_lazy("“%(name)s” has the same content as a file that is attached already."),
}


def refusal_text(refusal: Refusal) -> str:
    return FAULTS[refusal.fault] % {
        "name": refusal.name or _("(no name)"),
        "found": refusal.found or "",
        "megabytes": MAX_BYTES // MEGABYTE,
        "most": MAX_FILES,
    }
