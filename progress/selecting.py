"""Which plan and which quarter a page is about. Read once per request, from the address."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest

from nanyang_vet.kit import clock
from progress.models import Quarter
from progress.periods import Period
from tasks.models import Plan


@dataclass(frozen=True)
class Selection:
    """The plan, the chosen quarter, and those that could be chosen instead (latest first)."""

    plan: Plan
    quarter: Quarter
    choices: list[Quarter]

    @property
    def as_of(self) -> date:
        """The day that "due soon" counts from: today, or the end of a quarter long past."""
        later = [one for one in self.choices if one.ordinal > self.quarter.ordinal]
        is_past = any(one.due_on < clock.today() for one in later)
        return self.quarter.period.ends_on if is_past else clock.today()


def select(request: HttpRequest) -> Selection | None:
    """What `?quarter=2024Q2` asks for, or the latest quarter whose filing date has passed.

    None while there is no plan at all. Raises Http404 for a quarter that there is not.
    """
    today = clock.today()
    everything = _latest_first()
    shown = [one for one in everything if one.opens_on <= today] or everything[-1:]
    if not shown:
        return None
    due = [one for one in shown if one.due_on < today]
    asked = request.GET.get("quarter", "")
    quarter = _find(shown, asked) if asked else (due or shown[-1:])[0]
    return Selection(quarter.plan, quarter, shown)


def _latest_first() -> list[Quarter]:
    """The quarters of the current plan, with the plan itself: one query for both."""
    current = Plan.objects.filter(is_shown=True).values("pk")[:1]
    return list(Quarter.objects.filter(plan=current).select_related("plan").order_by("-ordinal"))


def _find(quarters: list[Quarter], code: str) -> Quarter:
    try:
        period = Period.parse(code)
    except ValueError as error:
        raise Http404 from error
    for quarter in quarters:
        if quarter.period == period:
            return quarter
    raise Http404


class SelectionMixin:
    """Gives a view `self.selection`, and its template `selection`."""

    request: HttpRequest
    _selection: Selection | None

    @property
    def selection(self) -> Selection:
        if not hasattr(self, "_selection"):
            self._selection = select(self.request)
        if self._selection is None:
            raise Http404
        return self._selection

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        kept = [
            (name, value)
            for name, values in self.request.GET.lists()
            if name not in {"quarter", "page", "export"}
            for value in values
        ]
        return context | {"selection": self.selection, "kept_parameters": kept}
