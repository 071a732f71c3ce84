"""What a number counts, and the words of the text that say so. Pure."""

import re
from dataclasses import dataclass

from tasks.actions import ACTION, DOING
from tasks.clauses import Item, Shape
from tasks.quantities import NUMERAL

LONGEST_MEASURE = 200  # characters: what the database holds

EVERY_YEAR = re.compile(r"每一?个?(?:学?年度?)|年均|每年度")
# 年 alone says yearly only before what can happen in a year: 年输送, 年培训
YEARLY_WORD = re.compile(
    r"(?:(?<=^)|(?<=[、，,\s\0\1市县区校院成到现争])|(?<=并))年"
    r"(?=(?:培训|培养|输送|招生|招收|毕业|接待|新增|产值|开展|完成|销售|服务|吸纳|资助|受益|鉴定|取证|举办|组织"
    r"|开设|引进|转化|就业|孵化|供应|生产|营业|收入|投入|轮训|实训|承接|办理|发放|评选|选派))"
)
_MANNER = (
    "逐步|重点|积极|全面|力争|计划|进一步|大力|加快|着力|严格|继续|至少|持续|累计|确保|分别|统筹|认真|深入|同步|优先"
    "|再|共|各|均|都|也|还|将|要|应|须|需|并|且|和|与|及|以及|其中|总共|争取|今后|同时|年内|[、\\s\0]"
)
_LEFT = re.compile(
    rf"^(?:{_MANNER}|{DOING}|全市|我市|在?全市范围内"
    r"|(?:到|至)(?=\0)|在(?!校|岗|职|园|册|读|编|籍|建|训)|按照|从(?=\0)|(?:每一?个?|各个?)县+市?区?)+"
)
_RIGHT = re.compile(
    r"(?:(?:原则上|应当|应该|必须|总数|总量|数量|均|都|各|应|要|须|需|将|力争|计划|确保|已|再|共|由|从|分别|逐步"
    r"|提高|提升|增长|增加|下降|降低|减少|上升"
    r"|[、，\s\0\1]|和|与|及|的)+)$"
)
_SEPARATOR = re.compile(r"[、和与及并]|以及|并且|同时")
_JOINED_ACTION = re.compile(
    rf"(?:[、和与及并且]|以及|同时)+(?:{_MANNER})*(?:{ACTION.pattern}|完善|健全|加强|提高|提升|优化|促进|探索|健全|深化)"
)
_LATER_ACTION = re.compile(
    r"(?:到|赴|参加|参与|开展|进行|用于|投入使用|实施|向社会|面向|开工|投用|，|；)"
)
_WITHIN = re.compile(r"(?:之?内|期间|时间|来)(?=[\u4e00-\u9fff])")  # after 三年
_LEVEL = re.compile(
    r"^(?:各|每个?)?(?:(?:国家|省|市|县|区|校)级(?:以上)?|县（市、区）|县市区|县区|区县|县|市|市本级"
    r"|市县两级)(?:财政)?$"
)
_FOUNDING = re.compile(r"设立|安排|拿出|列支|设置|落实|投入|统筹")
_PER_YEAR = re.compile(r"^\s*(?:[/／]\s*年|每年)")
_PER_HEAD = re.compile(
    r"(?:(?P<head>[^按]{2,}?)按照?)?(?P<who>[\u4e00-\u9fff]{2,12}?)每(?:一?名?学?生|人)$"
)
_SHARE = re.compile(r"率|占比|比例|比重")
_CLAUSE = re.compile(r"[^，,；;：:（(）)]+")


@dataclass(frozen=True)
class Measured:
    """What is measured, and the span of the words that say so with their number."""

    name: str
    start: int
    end: int


def find_measured(shape: Shape, item: Item, start: int, prior: str = "") -> Measured:
    """What the number of `item`, whose comparator begins at `start`, counts.

    `prior` is what the number before it in the sentence counted.
    """
    number_end = item.quantity.end
    noun_start, noun_end = _noun_before(shape, item, min(start, item.quantity.start))
    before = shape.text[noun_start:noun_end]
    first, end = _with_year(shape, item, start), _noun_end(shape, item)
    after = _plain(_PER_YEAR.sub("", shape.text[number_end:end]))
    purpose = re.match(r"\s*用于[^的，。；、]*", shape.text[number_end:end])
    if prior and "其中" in item.own and after.startswith("达到"):
        return _measured(f"{prior}（{after}）", first, end)
    after = re.sub(r"^(?:的?标准)?(?:执行|落实|安排|拨付|核定|配套)?$|^（[^（）]{1,3}）", "", after)
    if after and not purpose and not (before and after.startswith("的")):
        return _measured(_shortened(_with_next_noun(shape, item, after)), first, end)
    yearly = _PER_YEAR.match(shape.text[number_end:end])
    end = number_end + (purpose.end() if purpose else yearly.end() if yearly else 0)
    bracketed = _after_bracket(shape, item)
    if bracketed and not before:
        return _measured(bracketed, first, end)
    level = _level_before(shape, item, min(start, item.quantity.start))
    before = _per_head(before, prior if item.own_start > item.clause_start else "")
    if before and not _LEVEL.match(before):
        name = before + (purpose.group().strip() if purpose else "")
        if prior and before.startswith("占"):
            name = prior + name
        if prior and "其中" in item.own and not _SHARE.search(name):
            name = f"{prior}（{name}）"
        if level:
            return _measured(f"{name}（{level}）", item.own_start, end)
        return _measured(name, min(noun_start, first), end)
    name = _borrowed(shape, item, prior) or prior
    level = level or before
    if level:
        return _measured(_levelled(name, level), item.own_start, end)
    return _measured(name or shape.text[first:end], first, end)


def _per_head(before: str, prior: str) -> str:
    """公用经费（小学） of 公用经费按小学每生, and then 公用经费（初中） of 初中每生."""
    match = _PER_HEAD.match(before)
    if match is None:
        return before
    head = match["head"] or re.sub(r"（[^）]*）$", "", prior)
    return f"{head}（{match['who']}）" if head else match["who"]


def _levelled(name: str, level: str) -> str:
    """奖励资金（市级）; but after 省级示范基地 it is 国家级示范基地."""
    other = re.match(r"(?:国家|省|市|县|区|校)级(?=..)", name)
    if other and re.fullmatch(r"(?:国家|省|市|县|区|校)级", level):
        return level + name[other.end() :]
    return f"{name}（{level}）" if name else level


def _measured(name: str, start: int, end: int) -> Measured:
    return Measured(name[:LONGEST_MEASURE], start, end)


def _with_next_noun(shape: Shape, item: Item, after: str) -> str:
    """3 个市级、10 个县级示范点: the first are 市级示范点."""
    if not _LEVEL.match(after):
        return after
    rest = shape.text[item.quantity.end : item.clause_end]
    noun = re.search(r"级([^、，0-9]{2,})$", rest)
    return after + noun[1] if noun else after


def _after_bracket(shape: Shape, item: Item) -> str:
    """The noun after 一批（20 个左右）."""
    if shape.text[item.clause_end : item.clause_end + 1] not in {"）", ")"}:
        return ""
    noun = re.match(r"[^，,；;：:。（(、]+", shape.masked[item.clause_end + 1 : item.sentence_end])
    if noun is None or re.search(rf"[\0\1]|{NUMERAL}", noun.group()):
        return ""
    return _plain(noun.group())


def _level_before(shape: Shape, item: Item, end: int) -> str:
    """市级 of 市级每年不低于, 市财政 of 市财政每年安排: whose it is."""
    words = shape.masked[item.own_start : end]
    every = EVERY_YEAR.search(words)
    head = _plain(shape.text[item.own_start : item.own_start + every.start()] if every else "")
    return head if _LEVEL.match(head) else ""


def _noun_before(shape: Shape, item: Item, end: int) -> tuple[int, int]:
    """The span of the noun before the number: 在校生 of 逐步形成在校生 10 万人左右."""
    words = shape.masked[item.own_start : end]
    yearly = [*EVERY_YEAR.finditer(words), *YEARLY_WORD.finditer(words)]
    cuts = [match.end() for match in yearly]
    if item.own_start > item.clause_start:
        # 优秀教师 100 名、优秀班主任 50 名: the second begins after the separator
        separator = _SEPARATOR.search(words)
        within = _WITHIN.match(words)
        cuts.append(separator.end() if separator else within.end() if within else len(words))
    cut = max(cuts, default=0)
    left = _LEFT.match(words[cut:])
    first = cut + (left.end() if left else 0)
    last = max(first, len(_RIGHT.sub("", words)))
    if first == last and yearly and item.own_start == item.clause_start:
        # 城镇新增就业每年不少于 6 万人: the noun stands before 每年
        left = _LEFT.match(words)
        first = left.end() if left else 0
        last = max(first, len(_RIGHT.sub("", words[: yearly[0].start()])))
    elif first == last and yearly and re.search(r"每(?:名?学?生|人)$", words[: yearly[0].start()]):
        first, last = cuts[-1], yearly[0].start()
    return item.own_start + first, item.own_start + last


def _with_year(shape: Shape, item: Item, start: int) -> int:
    """Where 每年 or 年 before the noun begins, if it is among the number's own words."""
    words = shape.masked[item.own_start : item.quantity.start]
    found = [*EVERY_YEAR.finditer(words), *YEARLY_WORD.finditer(words)]
    return min([start, *(item.own_start + match.start() for match in found)])


def _noun_end(shape: Shape, item: Item) -> int:
    """Where the noun after the number ends: at the next number's words or at the clause's end."""
    first = item.quantity.end
    end = item.clause_end
    if item.next_start is not None:
        end = _cut_before_next(shape.masked, first, item.next_start)
    indefinite = [
        one.start
        for one in shape.exclusions
        if one.why == "indefinite" and first <= one.start < end
    ]
    end = min([end, *indefinite])
    words = shape.masked[first:end]
    action = _JOINED_ACTION.search(words)
    if action:
        end = first + action.start()
    trimmed = re.sub(r"(?:[、，\s和与及并]|以及)+$", "", shape.text[first:end])
    return first + len(trimmed)


def _cut_before_next(masked: str, first: int, following: int) -> int:
    """The last separator before the next number, or else the verb that leads it."""
    separators = list(_SEPARATOR.finditer(masked, first, following))
    if separators:
        return separators[-1].start()
    verb = ACTION.search(masked, first, following)
    return verb.start() if verb else following


def _borrowed(shape: Shape, item: Item, prior: str) -> str:
    """The noun of earlier words: 示范学校 of 示范学校由 5 所增加到 8 所, or the nearer `prior`."""
    head = shape.masked[item.sentence_start : item.clause_start]
    own = re.split(rf"{NUMERAL}|分别", item.before)[0] if item.own_start > item.clause_start else ""
    if len(own) > 1:
        left = _LEFT.match(own)
        noun = _RIGHT.sub("", own[left.end() if left else 0 :])
        if noun:
            first = item.clause_start + own.index(noun)
            return _plain(shape.text[first : first + len(noun)])
    for clause in reversed(list(_CLAUSE.finditer(head))):
        words = clause.group()
        if re.search(NUMERAL, words):
            if prior:
                return prior
            continue
        left = _LEFT.match(words)
        first = left.end() if left else 0
        founding = list(_FOUNDING.finditer(words))
        if founding:
            first = max(first, founding[-1].end())
        start = item.sentence_start + clause.start()
        noun = _plain(shape.text[start + first : start + len(words)])
        if noun and not _LEVEL.match(noun):
            return noun
    return ""


def _plain(words: str) -> str:
    return words.strip().strip("、，,。；;：: ").strip()


def _shortened(noun: str) -> str:
    """The name without its relative clause: 实体依托的示范性社区学院 is 示范性社区学院."""
    words = re.sub(r"^的", "", noun)
    later = _LATER_ACTION.search(words, 2)
    if later and not words.startswith("面向"):
        words = words[: later.start()] if len(words[: later.start()]) >= 2 else words
    words = (
        re.sub(r"^(?:标准|比例|规模|额度)(?:安排|拨付|落实|核定|执行|统筹|配套)?", "", words)
        or words
    )
    _clause, _of, name = words.rpartition("的")
    return (name if len(name) >= 2 else words)[:LONGEST_MEASURE] or noun
