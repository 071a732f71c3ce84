"""The sentence about a column, each number with its rows: 17 个县区中 13 个完成；逾期 2 个：…"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from progress.heat.matrix import Cell, Column, owner_of
from progress.judging import Light, Reason
from progress.lights import SYMBOLS, WORDS
from progress.models import Report


@dataclass(frozen=True)
class Figure:
    """A number and the list whose rows it counts: the name of its address and what it is asked."""

    count: int
    page: str
    asked: dict[str, str]


@dataclass(frozen=True)
class Clause:
    """A part of the sentence. `words` has a place {name} for each figure, and one for {names}."""

    words: str
    figures: dict[str, Figure]
    cells: list[Cell] = field(default_factory=list)

    @property
    def plain(self) -> str:
        counts = {name: str(one.count) for name, one in self.figures.items()}
        return self.words.format(
            names="、".join(str(owner_of(one)) for one in self.cells), **counts
        )


def clauses(column: Column) -> list[Clause]:
    """What there is to say of `column`; the first clause always, the others where they count."""
    found = _of_parts(column) if column.is_collected else _of_lights(column)
    first, *others = found
    return [first, *[one for one in others if one.cells or any(_counts(one))]]


def _counts(clause: Clause) -> list[int]:
    return [one.count for one in clause.figures.values()]


def _of_lights(column: Column) -> list[Clause]:
    def figure(count: int, **asked: str) -> Figure:
        return Figure(count, "standings", {"target": column.target.code, **asked})

    unmet = column.unmet
    excused = figure(column.not_applicable, reason=Reason.NOT_APPLICABLE.value)
    by_sign: dict[tuple[Light, Reason], list[Cell]] = defaultdict(list)
    for one in unmet:
        by_sign[Light(one.light), Reason(one.reason)].append(one)
    return [
        Clause(
            _("{met} of {total} counties met"),
            {"total": figure(column.total), "met": figure(column.met, light=Light.BLUE.value)},
        ),
        Clause(_("not yet: {count}"), {"count": figure(len(unmet), settled="no")}),
        *[
            Clause(
                f"{SYMBOLS[light]} {WORDS[reason]} " + _("{count}: {names}"),
                {"count": figure(len(cells), light=light.value, reason=reason.value)},
                cells,
            )
            for (light, reason), cells in by_sign.items()
        ],
        Clause(_("not applicable: {count}"), {"count": excused}),
    ]


def _of_parts(column: Column) -> list[Clause]:
    def figure(count: int, page: str = "reports", **asked: str) -> Figure:
        return Figure(count, page, {"target": column.target.code, **asked})

    accepted = figure(column.accepted, state=Report.State.ACCEPTED.value)
    submitted = figure(column.submitted, state=Report.State.SUBMITTED.value)
    return [
        Clause(
            _("of {total} counties {accepted} accepted for this quarter"),
            {"total": figure(column.total), "accepted": accepted},
        ),
        Clause(_("to review: {count}"), {"count": submitted}),
        Clause(_("not filed, overdue: {count}"), {"count": figure(column.unfiled, "unfiled")}),
        Clause(_("nothing of theirs counted: {names}"), {}, [*column.uncounted]),
    ]
