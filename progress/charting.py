"""Where the lines, marks and words of a trajectory chart go. Pure: no Django, no clock.

Amounts and days come in, coordinates come out, as text that an SVG can hold. Every line and
mark differs in form and not in colour alone, and no two labels lie on each other.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from nanyang_vet.kit.numbers import show_number
from progress.axes import Amount, axis_step, scale_of

WIDTH, HEIGHT = 480, 250
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 44, 28
"""The margins around the plot: amounts to the left, years below, deadlines above."""
FONT = 15
"""The largest that labels are set in: on a phone and on paper, where the drawing is small."""
MOST_YEARS = 6
"""Of more years every second or fifth is named."""


class Point(NamedTuple):
    day: date
    amount: Amount


Line = Sequence[Point]


class Spot(NamedTuple):
    """A place on the drawing, in its own units."""

    x: str
    y: str


class Tick(NamedTuple):
    at: str
    words: str


@dataclass(frozen=True)
class Label:
    x: str
    y: str
    anchor: str
    words: str
    kind: str


@dataclass(frozen=True)
class Captions:
    """The words at the lines; the caller speaks the reader's language."""

    required: str = ""
    deadline: str = ""
    original: str = ""
    latest: str = ""


@dataclass(frozen=True)
class Trajectory:
    """What is to be drawn. A line is broken where it starts anew, as yearly amounts do."""

    starts_on: date
    ends_on: date
    required: Amount
    deadline: date
    selected: date
    expected: Sequence[Line] = ()
    actual: Sequence[Line] = ()
    checkpoints: Line = ()
    moved_from: date | None = None
    whole: bool = False
    by_years: bool = False
    captions: Captions = field(default_factory=Captions)


@dataclass(frozen=True)
class Chart:
    """The geometry of one chart. `multiplier` is 万 or 亿 where the axis counts in them."""

    multiplier: str
    rows: list[Tick]
    years: list[Tick]
    bounds: list[str]
    by_years: bool
    expected: list[str]
    actual: list[str]
    points: list[Spot]
    checkpoints: list[Spot]
    required: str
    deadline: str
    original: str
    selected: str
    labels: list[Label]

    width, height = WIDTH, HEIGHT
    left, right = str(LEFT), str(WIDTH - RIGHT)
    top, bottom = str(TOP), str(HEIGHT - BOTTOM)
    view_box = f"0 0 {WIDTH} {HEIGHT}"


def chart(one: Trajectory) -> Chart:
    """The drawing of `one`."""
    amounts = [point.amount for line in (*one.expected, *one.actual) for point in line]
    highest = max(Fraction(amount) for amount in (one.required, *amounts)) or Fraction(1)
    step = axis_step(highest * Fraction(21, 20), whole=one.whole)
    top = step * math.ceil(highest * Fraction(21, 20) / Fraction(step))
    plot = _Plot(one.starts_on, one.ends_on, top)
    divisor, multiplier = scale_of(step)
    counts = range(math.floor(top / step) + 1)
    return Chart(
        multiplier=multiplier,
        rows=[Tick(plot.y(step * n), show_number(step * n / divisor)) for n in counts],
        years=_years(one, plot),
        bounds=[plot.x(date(year, 1, 1)) for year in _all_years(one)[1:]],
        by_years=one.by_years,
        expected=[plot.path(line) for line in one.expected if len(line) > 1],
        actual=[plot.path(line) for line in one.actual if len(line) > 1],
        points=[plot.spot(point) for line in one.actual for point in line],
        checkpoints=[plot.spot(point) for point in one.checkpoints],
        required=plot.y(one.required),
        deadline=plot.x(one.deadline) if _inside(one, one.deadline) else "",
        original=plot.x(one.moved_from) if one.moved_from and _inside(one, one.moved_from) else "",
        selected=plot.x(one.selected),
        labels=_labels(one, plot),
    )


def _inside(one: Trajectory, day: date) -> bool:
    return one.starts_on <= day <= one.ends_on


def _all_years(one: Trajectory) -> list[int]:
    return list(range(one.starts_on.year, one.ends_on.year + 1))


def _years(one: Trajectory, plot: "_Plot") -> list[Tick]:
    """Each year named under its middle; of many years only every second or fifth."""
    years = _all_years(one)
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100) if len(years) <= MOST_YEARS * n)
    ticks = []
    for year in years[::every]:
        first = max(date(year, 1, 1), one.starts_on)
        last = min(date(year, 12, 31), one.ends_on)
        ticks.append(Tick(plot.x(first + (last - first) / 2), str(year)))
    return ticks


@dataclass(frozen=True)
class _Plot:
    """From days and amounts to places."""

    starts_on: date
    ends_on: date
    top: Decimal

    def x(self, day: date) -> str:
        return _written(self.exact_x(day))

    def y(self, amount: Amount) -> str:
        return _written(self.exact_y(amount))

    def exact_x(self, day: date) -> Fraction:
        gone = Fraction((day - self.starts_on).days, max(1, (self.ends_on - self.starts_on).days))
        return LEFT + min(max(gone, Fraction(0)), Fraction(1)) * (WIDTH - LEFT - RIGHT)

    def exact_y(self, amount: Amount) -> Fraction:
        share = Fraction(amount) / Fraction(self.top)
        return HEIGHT - BOTTOM - max(share, Fraction(0)) * (HEIGHT - TOP - BOTTOM)

    def spot(self, point: Point) -> Spot:
        return Spot(self.x(point.day), self.y(point.amount))

    def path(self, line: Line) -> str:
        return " ".join(f"{self.x(point.day)},{self.y(point.amount)}" for point in line)


def _written(place: Fraction) -> str:
    tenths = math.floor(place * 10 + Fraction(1, 2))
    return show_number(Decimal(tenths) / 10).replace(",", "")


class Box(NamedTuple):
    left: Fraction
    right: Fraction
    top: Fraction
    bottom: Fraction

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def text_width(words: str) -> Fraction:
    """About how wide `words` are: a Chinese character is as wide as high, a Latin one half."""
    wide = sum(1 if ord(one) > 0x2E7F else Fraction(3, 5) for one in words)
    return Fraction(FONT) * wide


def box_of(label: Label) -> Box:
    """What `label` covers."""
    x, width = Fraction(label.x), text_width(label.words)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[label.anchor]
    base = Fraction(label.y)
    return Box(left, left + width, base - FONT, base + 3)


def _labels(one: Trajectory, plot: _Plot) -> list[Label]:
    """The words at the lines. Whatever finds no free place is left out: the figures beside the
    chart say it too."""
    placed: list[Label] = []
    taken = [_around(plot, point) for line in one.actual for point in line]
    level = plot.exact_y(one.required)
    taken.append(Box(Fraction(LEFT), Fraction(WIDTH - RIGHT), level - 1, level + 1))
    for words, kind, places in _wanted(one, plot):
        for x, y, anchor in places:
            label = Label(_written(x), _written(y), anchor, words, kind)
            box = box_of(label)
            if _fits(box) and not any(box.meets(other) for other in taken):
                placed.append(label)
                taken.append(box)
                break
    return placed


def _around(plot: _Plot, point: Point) -> Box:
    x, y = plot.exact_x(point.day), plot.exact_y(point.amount)
    return Box(x - 4, x + 4, y - 4, y + 4)


def _fits(box: Box) -> bool:
    return box.left >= 2 and box.right <= WIDTH - 2 and box.top >= 0 and box.bottom <= HEIGHT


Place = tuple[Fraction, Fraction, str]


def _wanted(one: Trajectory, plot: _Plot) -> list[tuple[str, str, list[Place]]]:
    """The labels, the most needed first, each with the places where it may stand."""
    words, found = one.captions, []
    if words.deadline and _inside(one, one.deadline):
        found.append((words.deadline, "deadline", _above(plot.exact_x(one.deadline), TOP - 7)))
    if words.original and one.moved_from and _inside(one, one.moved_from):
        rows = [*_above(plot.exact_x(one.moved_from), TOP - 7)]
        rows += _above(plot.exact_x(one.moved_from), TOP - 26)
        found.append((words.original, "original", rows))
    latest = [line[-1] for line in one.actual if line]
    if words.latest and latest:
        found.append((words.latest, "latest", _beside(plot, latest[-1])))
    if words.required:
        level = plot.exact_y(one.required)
        above, below = level - 5, level + FONT + 3
        ends = [(Fraction(LEFT + 4), "start"), (Fraction(WIDTH - RIGHT - 4), "end")]
        found.append(
            (words.required, "required", [(x, y, a) for y in (above, below) for x, a in ends])
        )
    return found


def _above(x: Fraction, y: int) -> list[Place]:
    """Over the plot: centred on its line where there is room, else to one side of it."""
    level, edge = Fraction(y), Fraction(WIDTH - 3)
    return [(x, level, "middle"), (x, level, "end"), (edge, level, "end"), (x, level, "start")]


def _beside(plot: _Plot, point: Point) -> list[Place]:
    x, y = plot.exact_x(point.day), plot.exact_y(point.amount)
    return [
        (x, y - 8, "middle"),
        (x + 7, y + 4, "start"),
        (x, y + FONT + 6, "middle"),
        (x - 7, y - 5, "end"),
        (x - 7, y + FONT + 6, "end"),
        (x + 7, y + FONT + 6, "start"),
    ]
