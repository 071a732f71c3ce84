"""By which steps an axis counts, and in which multiples. Pure: no Django, no clock."""

from decimal import Decimal
from fractions import Fraction

Amount = Decimal | Fraction

SCALES = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"), (Decimal(1), ""))


def axis_step(highest: Amount, most: int = 6, whole: bool = False) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20 … (or 0.1, 0.2 …) by which `most` steps reach `highest`."""
    step = Decimal(1).scaleb(_magnitude(highest) - 2)
    factors = (Decimal(2), Decimal("2.5"), Decimal(2))  # 1, 2, 5, 10, ...
    turn = 0
    while step * most < highest or (whole and step < 1):
        step *= factors[turn % 3]
        turn += 1
    return step.normalize()


def _magnitude(amount: Amount) -> int:
    exact = Fraction(amount)
    if exact <= 0:
        return 0
    places = 0
    while exact >= 10:
        exact, places = exact / 10, places + 1
    while exact < 1:
        exact, places = exact * 10, places - 1
    return places


def scale_of(step: Decimal) -> tuple[Decimal, str]:
    """In what an axis of such steps counts: ones, 万 or 亿, with its name."""
    return next(scale for scale in SCALES if step >= scale[0] or scale[0] == 1)
