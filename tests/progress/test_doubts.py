"""Which figures are odd beside the last one: both sides of every edge."""

from decimal import Decimal

import pytest

from progress.doubts import Doubt, Filed, findings
from progress.judging import Kind

SAME, NEXT = 2024, 2025

# kind, last time, now, the year of now, counted in pieces or percent, the doubt
VALUES = [
    ("total", 5, 5, SAME, True, None),
    ("total", 5, 4, SAME, True, "fell"),
    ("total", 5, 4, NEXT, True, "fell"),
    ("total", 5, 0, SAME, True, "nought"),
    ("total", 0, 0, SAME, True, None),
    ("total", 0, 500, SAME, True, None),
    ("total", 1, 10, SAME, True, None),
    ("total", 1, 11, SAME, True, "jumped"),
    ("total", 2, 19, SAME, True, None),
    ("total", 2, 20, SAME, True, "jumped"),
    ("total", "0.5", 5, SAME, False, "jumped"),
    ("total", "0.5", "4.9", SAME, False, None),
    ("total", 20, 2, SAME, True, "dropped"),
    ("total", 10, 1, SAME, True, "fell"),
    ("completion", 60, 59, SAME, True, "fell"),
    ("completion", 1, 10, SAME, True, None),
    ("completion", 3, 30, SAME, True, "jumped"),
    ("yearly", 80_000, 79_999, SAME, True, "fell"),
    ("yearly", 80_000, 1_000, NEXT, True, None),
    ("yearly", 80_000, 0, NEXT, True, None),
    ("yearly", 80_000, 800_000, NEXT, True, "jumped"),
    ("standard", 12_000, 11_999, SAME, False, None),
    ("standard", 12_000, 1_200, SAME, False, "dropped"),
    ("standard", 12_000, 1_201, SAME, False, None),
    ("standard", 12_000, 0, SAME, False, "nought"),
    ("standard", 12_000, 0, NEXT, False, None),
    ("standard", 12_000, 120_000, NEXT, False, "jumped"),
    ("milestone", 1, 0, SAME, True, "undone"),
    ("milestone", 0, 1, SAME, True, None),
    ("milestone", 1, 1, NEXT, True, None),
]


@pytest.mark.parametrize(("kind", "before", "now", "year", "in_pieces", "doubt"), VALUES)
def test_a_value(kind, before, now, year, in_pieces, doubt):
    found = findings(
        Kind(kind),
        Filed(year, value=Decimal(now)),
        Filed(SAME, value=Decimal(before)),
        in_pieces=in_pieces,
    )
    assert [one.doubt for one in found] == ([Doubt(doubt)] if doubt else [])


# kind, numerator and denominator last time, the same now, the year of now, doubts by part
SHARES = [
    ("ratio", (20, 50), (20, 40), SAME, {}),
    ("ratio", (20, 50), (19, 50), SAME, {"numerator": "fell"}),
    ("ratio", (20, 50), (0, 50), SAME, {"numerator": "nought"}),
    ("ratio", (20, 50), (20, 500), SAME, {"denominator": "jumped"}),
    ("ratio", (20, 50), (200, 500), NEXT, {"numerator": "jumped", "denominator": "jumped"}),
    ("standard", (20, 50), (10, 50), SAME, {"numerator": "fell"}),
    ("standard", (20, 50), (1, 2), NEXT, {}),
    ("standard", (20, 50), (None, 50), SAME, {}),
]


@pytest.mark.parametrize(("kind", "before", "now", "year", "doubts"), SHARES)
def test_a_share(kind, before, now, year, doubts):
    def filed(year, parts):
        numerator, denominator = (None if one is None else Decimal(one) for one in parts)
        return Filed(year, numerator=numerator, denominator=denominator)

    found = findings(Kind(kind), filed(year, now), filed(SAME, before), in_pieces=False)
    assert {one.part: one.doubt.value for one in found} == doubts
