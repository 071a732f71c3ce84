"""The own judgement (研判) of those answerable, beside the light. This module alone writes it."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext as _

from departments.models import Organization, User
from nanyang_vet.kit import clock
from progress import standings
from progress.extending import answers_for
from progress.judging import Light
from progress.models import Closure, Outlook, Quarter, Standing, StandingQuerySet
from progress.refusals import Overtaken, Refused
from tasks.models import Target

Level = Outlook.Level
WORSE = {Level.ON_COURSE: 0, Level.AT_RISK: 1, Level.OFF_COURSE: 2}
LIGHTS = {Light.BLUE: 0, Light.GREEN: 0, Light.YELLOW: 1, Light.RED: 2}
"""How bad each is: where the two numbers differ, the two disagree. Grey says nothing yet."""


def owner_of(target: Target, user: User) -> Organization | None:
    """For whom this person speaks of `target`: a county for itself, the lead (None) for the city.

    Raises PermissionDenied for everybody else.
    """
    if not answers_for(target, user):
        raise PermissionDenied
    return user.organization if target.scope == Target.Scope.EACH_COUNTY else None


def latest(target: Target, owner: Organization | None, quarter: Quarter) -> Outlook | None:
    said = Outlook.objects.filter(target=target, organization=owner, quarter=quarter)
    return said.select_related("by").first()


def latest_of(targets: Iterable[Target], quarter: Quarter) -> dict[tuple[int, int | None], Outlook]:
    """What was last said of each of `targets`, by target and organization: one query."""
    said = Outlook.objects.filter(target__in=[one.pk for one in targets], quarter=quarter)
    ordered = said.select_related("by").order_by("pk")
    return {(one.target_id, one.organization_id): one for one in ordered}


def why_not(target: Target, quarter: Quarter) -> str:
    """Why nothing can be said of `target` for that quarter now; empty when it can."""
    if not quarter.is_open:
        return _("This quarter is closed for filing.")
    if Closure.objects.in_force().filter(task=target.task_id).exists():
        return _("The task is closed.")
    return ""


@transaction.atomic
def state(
    *, target: Target, quarter: Quarter, user: User, version: int, level: str, words: str
) -> Outlook:
    """Say how one sees `target` oneself; `version` is the key of the latest one shown, 0 for none.

    Raises PermissionDenied for who does not answer for the target, Overtaken when a colleague
    was first, Refused when the quarter is locked or the grounds are missing.
    """
    owner = owner_of(target, user)
    standings.lock(target.task.plan_id)
    fault = why_not(target, Quarter.objects.get(pk=quarter.pk))
    said = words.strip()
    if fault or not said:
        raise Refused(fault or _("Say on what grounds."))
    before = latest(target, owner, quarter)
    if (before.pk if before else 0) != version:
        raise Overtaken(_overtaken(before))
    return Outlook.objects.create(
        target=target,
        organization=owner,
        quarter=quarter,
        level=Level(level),
        words=said,
        by=user,
        at=clock.now(),
    )


def with_outlook(shown: StandingQuerySet) -> StandingQuerySet:
    """Those of which something was said, with it: `outlook`, its words, who and when."""
    own = Q(organization=OuterRef("organization")) | Q(target__scope=Target.Scope.CITY)
    said = Outlook.objects.filter(own, target=OuterRef("target"), quarter=OuterRef("quarter"))
    name = Case(When(by__name="", then=F("by__username")), default=F("by__name"))  # str(by)
    return shown.annotate(
        outlook=Subquery(said.values("level")[:1]),
        outlook_words=Subquery(said.values("words")[:1]),
        outlook_at=Subquery(said.values("at")[:1]),
        outlook_by=Subquery(said.annotate(who=name).values("who")[:1]),
    ).filter(outlook__isnull=False)


def disagreement(shown: StandingQuerySet, *, hopeful: bool | None = None) -> StandingQuerySet:
    """Those where the own judgement and the light differ; `hopeful`: it is the better of the two.

    Reads what `with_outlook` adds.
    """
    said = Case(
        *[When(outlook=level, then=Value(place)) for level, place in WORSE.items()],
        output_field=IntegerField(),
    )
    shines = Case(
        *[When(light=light, then=Value(place)) for light, place in LIGHTS.items()],
        output_field=IntegerField(),
    )
    both = shown.alias(said=said, shines=shines).filter(said__isnull=False, shines__isnull=False)
    if hopeful is None:
        return both.exclude(said=F("shines"))
    return both.filter(said__lt=F("shines")) if hopeful else both.filter(said__gt=F("shines"))


def disagrees(standing: Standing, level: str) -> bool:
    """As `disagreement`, for one that is at hand."""
    shines = LIGHTS.get(Light(standing.light))
    return shines is not None and WORSE[Level(level)] != shines


def _overtaken(first: Outlook | None) -> str:
    return _(
        "%(who)s has stated a judgement since you opened this page (%(level)s, %(when)s). What you "
        "typed is still here and not saved. Compare, then save again if it still holds."
    ) % {
        "who": first.by if first else "—",
        "level": first.get_level_display() if first else "—",
        "when": clock.written(first.at if first else None),
    }
