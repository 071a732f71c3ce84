"""Keeping a list as it is filtered, and giving it up. This module alone writes saved views."""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from departments.models import User
from nanyang_vet.kit import clock
from progress.models import SavedView
from progress.refusals import Refused

PAGES = frozenset(
    {
        "acknowledgements",
        "closures",
        "due-soon",
        "extensions",
        "heat-map",
        "holding",
        "lagging",
        "objections",
        "outlooks",
        "overdue",
        "queue",
        "reports",
        "silent",
        "standings",
        "tasks",
        "unfiled",
        "urges",
    }
)
"""The lists that can be kept; by the names of their addresses."""
LEFT_OUT = ("quarter", "page", "export")
MOST = 50
LONGEST = SavedView._meta.get_field("query").max_length or 0


def filters_of(query: str) -> str:
    """The filters in a list's address, without its quarter, its page and empty ones."""
    asked = QueryDict(query, mutable=True)
    for name in LEFT_OUT:
        asked.pop(name, None)
    for name in [name for name, values in asked.lists() if not any(values)]:
        del asked[name]
    return asked.urlencode()


@transaction.atomic
def save(*, user: User, name: str, page: str, query: str) -> SavedView:
    """Keep `page` with its filters under `name`; one of the same name is replaced.

    Raises Refused for a page that is no list, filters too long, a blank name, or one too many.
    """
    said, filters = name.strip(), filters_of(query)
    if page not in PAGES or len(filters) > LONGEST:
        raise Refused(_("This page cannot be kept as a view."))
    if not said:
        raise Refused(_("Give the view a name."))
    mine = SavedView.objects.filter(person=user)
    if mine.exclude(name=said).count() >= MOST:
        raise Refused(
            _("You have %(most)s saved views already; delete one first.") % {"most": MOST}
        )
    view, _created = SavedView.objects.update_or_create(
        person=user,
        name=said,
        defaults={"page": page, "query": filters, "saved_at": clock.now()},
    )
    return view


def delete(*, user: User, pk: int) -> bool:
    """Give up one's own view; whether there was one."""
    gone, _by_model = SavedView.objects.filter(person=user, pk=pk).delete()
    return bool(gone)
