"""A faulty upload sent back: the template with what was typed, and each fault at its cell.

It is written anew rather than altered, so that nothing that came in goes out again unseen: sheets
of the sender's own stay in the sender's file.
"""

from typing import Any

from departments.models import User
from progress.duty_cards import Card, cards_of
from progress.models import Quarter
from progress.sheets.book import Line, line_of, number_or_text, write
from progress.sheets.columns import FIGURES, READ, TYPED
from progress.sheets.faults import Fault
from progress.sheets.reading import Reading


def carried(reading: Reading, faults: list[Fault]) -> dict[str, Any]:
    """What `marked` needs, as plain values."""
    return {
        "key": reading.key,
        "rows": [
            [row.number, {name: row.text(name) for name in READ if row.text(name)}]
            for row in reading.rows
        ],
        "faults": [[one.row, one.name, one.message] for one in faults if one.row],
    }


def marked(content: dict[str, Any], user: User, quarter: Quarter) -> bytes:
    """The workbook with the marks."""
    cards = {card.report.target.code: card for card in cards_of(user, quarter, {})}
    faults: dict[int, dict[str, str]] = {}
    for row, name, message in content["faults"]:
        at = faults.setdefault(row, {})
        place = name or "code"
        at[place] = f"{at[place]}\n{message}" if place in at else message
    lines = [
        _line(texts, cards.get(texts.get("code", "")), faults.get(row, {}))
        for row, texts in content["rows"]
    ]
    return write(user, quarter, lines, content["key"])


def _line(texts: dict[str, str], card: Card | None, faults: dict[str, str]) -> Line:
    typed: dict[str, Any] = {name: texts.get(name) for name in TYPED}
    for name in FIGURES:
        typed[name] = number_or_text(texts.get(name, ""))
    if card is None:
        known = {name: texts.get(name) for name in ("code", "measure")}
        return Line(known | typed, frozenset(TYPED), None, faults)
    line = line_of(card)
    told = {**line.values, "measure": texts.get("measure")}
    # What stands where the target asks for nothing has to be taken out: that cell is open too.
    open_cells = line.typed | (frozenset(faults) & frozenset(TYPED))
    return Line(told | typed, open_cells, line.target, faults)
