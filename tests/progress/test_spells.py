"""In whose hands a report lay: a table of handovers, without a database."""

from datetime import date

import pytest

from progress.spells import Handover, Side, Spell, spells

FILER, BUREAU = Side.FILER, Side.BUREAU


def on(day: int) -> date:
    return date(2024, 10, day)


# what was handed over to whom on which day of October; who held it from when to when
CASES = [
    ("nothing has happened", [], [(FILER, 1, None)]),
    ("handed in", [(BUREAU, 7)], [(FILER, 1, 7), (BUREAU, 7, None)]),
    ("accepted", [(BUREAU, 7), (None, 10)], [(FILER, 1, 7), (BUREAU, 7, 10)]),
    (
        "returned and corrected",
        [(BUREAU, 7), (FILER, 10), (BUREAU, 12)],
        [(FILER, 1, 7), (BUREAU, 7, 10), (FILER, 10, 12), (BUREAU, 12, None)],
    ),
    (
        "reopened",
        [(BUREAU, 7), (None, 10), (FILER, 20)],
        [(FILER, 1, 7), (BUREAU, 7, 10), (FILER, 20, None)],
    ),
    ("decided on the same day", [(BUREAU, 7), (None, 7)], [(FILER, 1, 7), (BUREAU, 7, 7)]),
    ("handed in twice", [(BUREAU, 7), (BUREAU, 9)], [(FILER, 1, 7), (BUREAU, 7, None)]),
    ("taken back", [(BUREAU, 7), (FILER, 8)], [(FILER, 1, 7), (BUREAU, 7, 8), (FILER, 8, None)]),
    ("imported as accepted", [(None, 5)], [(FILER, 1, 5)]),
]


@pytest.mark.parametrize(("why", "given", "held"), CASES)
def test_who_held_it_when(why, given, held):
    found = spells(on(1), [Handover(side, on(day)) for side, day in given])
    expected = [Spell(side, on(first), on(last) if last else None) for side, first, last in held]
    assert found == expected, why


def test_what_was_handed_in_before_filing_opened_took_no_time():
    assert spells(on(10), [Handover(BUREAU, on(3))]) == [
        Spell(FILER, on(10), on(10)),
        Spell(BUREAU, on(10)),
    ]
