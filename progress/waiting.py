"""How much waits for one person, for the counts in the menu: one query, whatever the roles."""

from dataclasses import dataclass

from django.db.models import QuerySet

from departments.models import Role, User
from nanyang_vet.kit.counting import counted
from progress.models import Acknowledgement, Closure, Extension, Notice, Objection, Report, Urge


@dataclass(frozen=True)
class Waiting:
    """Counts of what this person is to do; nought where the role does not ask for it."""

    acknowledgements: int = 0
    urges: int = 0
    reviews: int = 0
    extensions: int = 0
    closures: int = 0
    objections: int = 0
    notices: int = 0


def waiting_for(user: User) -> Waiting:
    """What waits for `user`. Who has no part in it costs no query."""
    awaited: dict[str, QuerySet] = {}
    if user.organization_id is not None:
        awaited["notices"] = Notice.objects.visible_to(user).unread_by(user)
    if user.has_role(Role.FILER):
        awaited["acknowledgements"] = Acknowledgement.objects.of_filer(user).waiting()
        awaited["urges"] = Urge.objects.answerable_by(user).unanswered()
    if user.has_role(Role.REVIEWER):
        awaited["reviews"] = Report.objects.reviewable_by(user)
        awaited["extensions"] = Extension.objects.decidable_by(user)
        awaited["closures"] = Closure.objects.decidable_by(user)
        awaited["objections"] = Objection.objects.decidable_by(user)
    if not awaited:
        return Waiting()
    counts = {name: counted(rows) for name, rows in awaited.items()}
    found = User.objects.filter(pk=user.pk).values_list(*counts.values())
    return Waiting(**dict(zip(awaited, found[0], strict=True)))
