"""Responsible units (责任单位): a cell of an official list into the names it means (rulings 1).

Pure: no Django, no clock, no files. What the words mean is data, the register; how they are strung
together is here. What cannot be read becomes a remark, never a guess and never an exception.
"""

import re
from dataclasses import dataclass

from departments.register import GROUP, Match, Register, fold

__all__ = [
    "DOUBT",
    "GROUP",
    "REMARK_CODES",
    "WARNING",
    "Register",
    "Remark",
    "Unit",
    "UnitsRead",
    "fold",
    "read_units",
]

WARNING, DOUBT = "warning", "doubt"
LONGEST_NAME = 80  # characters: what a name may have in the database

REMARK_CODES = frozenset(
    {
        "missing_separator",  # meaning: the units that were read, with 、
        "stray_separator",
        "slip_spelling",  # meaning: the canonical name
        "repeated_unit",  # meaning: the canonical name
        "unknown_organization",
        "unknown_group",
        "unknown_unit",
        "lead_is_no_organization",
        "lead_not_first",
        "no_units",
    }
)
"""Every code that a remark of this module can carry."""


@dataclass(frozen=True)
class Remark:
    """What the reader has to say: `level` is "warning" or "doubt", `words` are the list's own."""

    level: str
    code: str
    words: str
    meaning: str = ""


@dataclass(frozen=True)
class Unit:
    """One unit as written, and what it means.

    `kind` is "organization", "group", "open" (等市直有关部门) or "unknown"; `name` is the canonical
    name of an organization or a group, None for the others. `known` is False where the register
    lacks it.
    """

    words: str
    name: str | None
    kind: str
    known: bool


@dataclass(frozen=True)
class UnitsRead:
    """A whole cell, in its order; `open_ended` says that the bureau is to fill in more units."""

    units: tuple[Unit, ...]
    open_ended: bool
    remarks: tuple[Remark, ...]


_SEPARATORS = "、，,；;"
_PIECE = re.compile(rf"(?:[（(][^（()）]*[)）]|[^{_SEPARATORS}\s])+|[{_SEPARATORS}]|\s+")
_LABEL = re.compile(r"^(?:牵头|责任|负责|配合|协助|协办|参与|承办|主办)(?:单位|部门)?[:：]")
_PART_WORDS = r"牵头|主办|负责|配合|协办|协助|参与|参加|承办"
_PART = re.compile(
    rf"(?:[（(](?P<bracketed>{_PART_WORDS})(?:单位|部门)?[)）]|按(?:照)?职责分工(?:分别)?负责"
    rf"|(?<=[局委办厅部府校院])(?P<plain>{_PART_WORDS}))$"
)
_OPEN_TAIL = (
    r"(?:[市县区省](?:直|属|级))?(?:各|有关|相关|其他)*(?:[市县区省](?:直|属|级))?(?:各|有关|相关)*"
    r"(?:部门(?:和|及)?(?:有关|相关)?单位|部门|单位|机构|院校|学校|企业|组织|行业|县区|县区政府)"
)
# 等 inside a word (高等, 中等, 初等, 同等) ends no list
_OPEN_END = re.compile(rf"(?<![高中初同平均])等(?:{_OPEN_TAIL})?$")
_OPEN_ALONE = re.compile(rf"^(?=[市县区省]?[直属级]?(?:各|有关|相关|其他)){_OPEN_TAIL}$")
_SUFFIX = (
    "局|委|办|厅|部|处|院|社|馆|站|所|署|中心|政府|管委会|委员会|办公室|研究室|督查室|公司|集团|学校|学院|大学"
    "|中学|小学|银行|支行|分行|联合会|联|协会|商会|学会|工会|红十字会|基金会|促进会|研究会|总队|支队|大队"
    "|指挥部|领导小组|专班|法院|检察院|工委|开发区|综保区|保税区|集聚区|园区|管理区|景区"
)
_OFFICIAL = re.compile(rf"^[\u3400-\u9fff（）()·]{{1,40}}(?:{_SUFFIX})$")
_UNKNOWN_GROUP = re.compile(r"^(?:各|有关|相关)[\u3400-\u9fff（）()、]{2,30}$")
# Where one official name ends and the next one begins without anything between them.
_SEAM = re.compile(r"(?<=[局委办厅部府会])(?=[市县区省][\u3400-\u9fff])")
_BRACKETED = re.compile(r"^([^（(]+)[（(]([^（()）]+)[)）]$")
_CONJUNCTION = re.compile(r"以及|和|及|与|会同|联合")


def read_units(cell: str, register: Register) -> UnitsRead:
    """The units of a cell in their order; the first one leads by our convention (rulings 1.1).

    A separator is one of 、，,；; or white space (rulings 1.2). A unit named twice is read once.
    """
    remarks: list[Remark] = []
    units: list[Unit] = []
    for place, piece in enumerate(_pieces(cell, remarks)):
        for unit in _read_piece(piece, place, register, remarks):
            if _is_repeated(unit, units):
                remarks.append(Remark(WARNING, "repeated_unit", unit.words, unit.name or ""))
            else:
                units.append(unit)
    if not units:
        remarks.append(Remark(DOUBT, "no_units", cell.strip()))
    elif units[0].kind != "organization":
        remarks.append(Remark(DOUBT, "lead_is_no_organization", units[0].words))
    open_ended = any(unit.kind == "open" for unit in units)
    return UnitsRead(tuple(units), open_ended, tuple(remarks))


def _is_repeated(unit: Unit, units: list[Unit]) -> bool:
    return unit.name is not None and any(
        (one.name, one.kind) == (unit.name, unit.kind) for one in units
    )


def _pieces(cell: str, remarks: list[Remark]) -> list[str]:
    """The words between separators. One without words before or after it is stray (rulings 1.5)."""
    pieces: list[str] = []
    pending: str | None = None  # the separator since the last piece
    for match in _PIECE.finditer(cell.strip().rstrip("。.")):
        token = match.group()
        if token.isspace():
            continue
        if token not in _SEPARATORS:
            open_words = _OPEN_END.fullmatch(token)
            if pending is not None and open_words:
                remarks.append(Remark(WARNING, "stray_separator", pending + token))
            pieces.append(token)
            pending = None
        elif pending is not None or not pieces:
            remarks.append(Remark(WARNING, "stray_separator", (pending or "") + token))
            pending = token
        else:
            pending = token
    if pending is not None and pieces:
        remarks.append(Remark(WARNING, "stray_separator", pieces[-1] + pending))
    return pieces


def _read_piece(
    piece: str, place: int, register: Register, remarks: list[Remark]
) -> tuple[Unit, ...]:
    """What stands between two separators: one unit, one with an open end, or several."""
    sides = _open_sides(piece, register)
    if sides:
        return tuple(unit for side in sides for unit in _read_piece(side, place, register, remarks))
    words = _LABEL.sub("", piece)
    part = _PART.search(words)
    if part and register.lookup(words) is None:
        words = words[: part.start()]
        named_part = part["bracketed"] or part["plain"]
        if named_part in {"牵头", "主办"} and place:
            remarks.append(Remark(DOUBT, "lead_not_first", piece))
    if not words:
        return ()
    open_end = _OPEN_END.search(words)
    if register.lookup(words) is not None or not (open_end or _OPEN_ALONE.match(words)):
        return _read_names(words, register, remarks)
    start = open_end.start() if open_end else 0
    named = _read_names(words[:start], register, remarks) if start else ()
    return (*named, Unit(words[start:][:LONGEST_NAME], None, "open", known=True))


def _open_sides(piece: str, register: Register) -> tuple[str, str] | None:
    """市教育局等有关部门 and 各县区政府, of the two joined by 及; None where neither is open."""
    if register.lookup(piece) is not None:
        return None
    for seam in _CONJUNCTION.finditer(piece):
        left, right = piece[: seam.start()], piece[seam.end() :]
        grouped = register.lookup(right) or _OPEN_ALONE.match(right) or _UNKNOWN_GROUP.match(right)
        opened = _OPEN_END.search(left) or _OPEN_ALONE.match(right)
        if left and grouped and (opened or _UNKNOWN_GROUP.match(right)):
            named = register.lookup(left) or _OPEN_END.search(left) or _OFFICIAL.match(left)
            if named:
                return left, right
    return None


def _read_names(words: str, register: Register, remarks: list[Remark]) -> tuple[Unit, ...]:
    """One name, or several that the list forgot to separate or joined by 和."""
    match = register.lookup(words)
    if match is not None:
        if match.slip:
            remarks.append(Remark(WARNING, "slip_spelling", words, match.name))
        return (_known(words, match),)
    joined = _conjoined(words, register)
    if joined:
        return joined
    bracketed = _with_bracket(words, register, remarks)
    if bracketed:
        return bracketed
    parts = register.partition(words) or _split_at_seams(words, register)
    if len(parts) > 1:
        quiet: list[Remark] = []
        units = tuple(unit for part in parts for unit in _read_names(part, register, quiet))
        meaning = "、".join(unit.name or unit.words for unit in units)
        remarks.append(Remark(WARNING, "missing_separator", words, meaning))
        remarks.extend(quiet)
        return units
    return (_unknown(words, remarks),)


def _with_bracket(words: str, register: Register, remarks: list[Remark]) -> tuple[Unit, ...]:
    """市教育局（市委教育工委）: a known name, and what the bracket adds to it."""
    match = _BRACKETED.match(words)
    outer = register.lookup(match[1]) if match else None
    if match is None or outer is None:
        return ()
    inner = register.lookup(match[2])
    if inner is None:
        remarks.append(Remark(DOUBT, "unknown_unit", match[2]))
        return (_known(words, outer),)
    return _known(match[1], outer), _known(match[2], inner)


def _known(words: str, match: Match) -> Unit:
    kind = GROUP if match.kind == GROUP else "organization"
    return Unit(words[:LONGEST_NAME], match.name, kind, known=True)


def _conjoined(words: str, register: Register) -> tuple[Unit, ...]:
    """Two known names around 和, 及 or 与: nothing is missing there."""
    for seam in _CONJUNCTION.finditer(words):
        sides = words[: seam.start()], words[seam.end() :]
        matches = [register.lookup(side) for side in sides]
        if all(match is not None for match in matches):
            return tuple(
                _known(side, match) for side, match in zip(sides, matches, strict=True) if match
            )
    return ()


def _split_at_seams(words: str, register: Register) -> tuple[str, ...]:
    """市档案局市气象局 into its two, where each looks like an official name."""
    parts = tuple(part for part in _SEAM.split(words) if part)
    plausible = all(register.lookup(part) or _OFFICIAL.match(part) for part in parts)
    return parts if plausible else (words,)


def _unknown(words: str, remarks: list[Remark]) -> Unit:
    if len(words) <= LONGEST_NAME and _UNKNOWN_GROUP.match(words):
        remarks.append(Remark(WARNING, "unknown_group", words))
        return Unit(words, words, GROUP, known=False)
    if len(words) <= LONGEST_NAME and _OFFICIAL.match(words):
        remarks.append(Remark(WARNING, "unknown_organization", words))
        return Unit(words, words, "organization", known=False)
    remarks.append(Remark(DOUBT, "unknown_unit", words))
    return Unit(words[:LONGEST_NAME], None, "unknown", known=False)
