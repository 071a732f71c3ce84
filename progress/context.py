"""The menu of every page: what this person's roles open."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from departments.models import Role, User
from progress.calling import CALLING_ROLES
from progress.saved_views import PAGES
from progress.waiting import Waiting, waiting_for

READING = (
    (
        gettext_lazy("Supervision"),
        (
            ("home", gettext_lazy("Overview")),
            ("tasks", gettext_lazy("Tasks")),
            ("departments", gettext_lazy("Departments")),
            ("counties", gettext_lazy("Counties and zones")),
            ("heat-map", gettext_lazy("Heat map of counties")),
        ),
    ),
    (
        gettext_lazy("Lists"),
        (
            ("overdue", gettext_lazy("Overdue targets")),
            ("lagging", gettext_lazy("Lagging targets")),
            ("due-soon", gettext_lazy("Targets due soon")),
            ("silent", gettext_lazy("Targets without data")),
            ("unfiled", gettext_lazy("Reports not filed")),
            ("standings", gettext_lazy("All lights")),
            ("reports", gettext_lazy("All reports")),
            ("saved-views", gettext_lazy("My views")),
        ),
    ),
)
"""What everybody reads: headings with their pages."""


@dataclass(frozen=True)
class Entry:
    """One line of the menu; the first one of a part carries the part's heading."""

    label: str
    address: str
    is_current: bool
    heading: str = ""
    count: int = 0


def navigation(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    # Every table renders with a context of its own; only the frame of the page reads these.
    waiting = cache(lambda: waiting_for(user))
    return {
        "waiting": waiting,
        "savable": SimpleLazyObject(lambda: _savable(request)),
        "menu": SimpleLazyObject(lambda: _menu(user, request.path, waiting())),
    }


def _savable(request: HttpRequest) -> str:
    """The name of the list's address, if it can be kept as a view."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    return name if name in PAGES else ""


def _menu(user: User, path: str, waiting: Waiting) -> list[Entry]:
    entries: list[Entry] = []

    def add(name: str, label: str, heading: str = "", count: int = 0) -> None:
        address = reverse(name)
        entries.append(Entry(label, address, path == address, heading, count))

    if user.has_role(Role.FILER):
        add("filing", _("My filing"), _("To do"))
        add("acknowledge", _("To acknowledge"), count=waiting.acknowledgements)
    if user.has_role(Role.REVIEWER):
        add("queue", _("To review"), "" if entries else _("To do"), waiting.reviews)
    for heading, entry in READING:
        for name, label in entry:
            add(name, str(label), str(heading) if name == entry[0][0] else "")
    add("acknowledgements", _("Acknowledgements"), _("Follow-up"))
    add("holding", _("In whose hands"))
    urges = _("Urgings") if user.reads_all else _("Urgings received")
    add("urges", urges, count=waiting.urges)
    add("extensions", _("Extensions"), count=waiting.extensions)
    add("outlooks", _("Own judgements"))
    add("closures", _("Closing of tasks"), count=waiting.closures)
    add("scores", _("Assessment"))
    add("objections", _("Objections"), count=waiting.objections)
    if user.has_role(*CALLING_ROLES):
        add("calls", _("Call list"))
    if user.reads_all:
        add("quarters", _("Quarters"), _("Administration"))
    if user.has_role(Role.ADMINISTRATOR) or user.is_superuser:
        add("admin:index", _("Master data"), "" if user.reads_all else _("Administration"))
    return entries
