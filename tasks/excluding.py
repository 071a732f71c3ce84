"""Numbers that belong to words and not to targets: names, terms, titles (rulings 2.8). Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.quantities import NUMERAL

WHYS = frozenset(
    {
        "name",  # 南阳第二中等职业学校
        "title",  # 《…2021—2025 年…》
        "document",  # 〔2021〕12 号
        "term",  # 1+X, 十四五, 县、乡、村三级
        "ordinal",  # 第一, （一）
        "idiom",  # a Chinese numeral in an ordinary word
        "indefinite",  # 一批, 若干个
        "start_date",  # 2022 年起
        "deadline",  # 到 2025 年, of a duty or of the targets that follow
        "date",
        "period",  # 近三年, 三年内
        "frequency",  # 每两年
        "permission",  # 可按编制总额 20% 左右
        "policy_rate",  # 按投资额的 30% 抵免
        "eligibility",  # 3 年以上企业工作经历
        "background",  # 已建成 5 所
        "named_count",  # 两个渠道
    }
)
"""Every reason why a number is no target."""

MASK = "\0"


@dataclass(frozen=True)
class NotTarget:
    """A number at [start, end) of the task's text that nobody is measured against."""

    text: str
    start: int
    end: int
    why: str


_SCHOOL = (
    "(?:中等职业学校|职业学校|技工学校|职业学院|职业中专|职教中心|学校|学院|大学|中学|小学|高中|职高|中专"
    "|技校|医院|幼儿园|实验室)"
)
_HAN_NUMBER = "[一二三四五六七八九十百零〇两]+"
_ANY = rf"(?:[0-9０-９]+|{_HAN_NUMBER})"
_HOLDS_NUMBER = r"(?=[^{0}]*(?:[0-9０-９]|[〇零一二三四五六七八九十百千万亿两]))"
_PLACE_IN_NAME = re.compile(
    r"(?:整合|支持|推进|建设|合并|迁建|新建|改建|扩建|依托|组建|撤销|成立|以|将|把|对|由|在|和|与|及|等)"
)

# First come, first served: an earlier pattern's words are closed to the later ones.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("title", "《" + _HOLDS_NUMBER.format("》") + "[^》]*》"),
    ("document", rf"[〔\[（(【]\s*{_ANY}\s*[〕\]）)】]\s*第?\s*[0-9０-９]+\s*号"),
    ("term", r"[“\"]?十[一二三四五六七八九]五[”\"]?(?!\d)(?:时期|期间)?"),
    ("term", "“" + _HOLDS_NUMBER.format("”") + "[^”，。；]{1,12}”"),
    (
        "term",
        "“"
        + _HOLDS_NUMBER.format("”")
        + "[^”，。；]{1,40}”(?=[的等]?(?:体系|模式|机制|格局|架构|框架|布局))",
    ),
    ("term", "“" + _HOLDS_NUMBER.format("”") + "[^”，。；]{0,40}[+＋][^”，。；]{0,40}”"),
    (
        "term",
        rf"(?:{_ANY}|(?<![A-Za-z])[NnXx])\s*个?[\u4e00-\u9fff]{{1,8}}?"
        rf"(?:\s*[+＋]\s*(?:{_ANY}|[NnXx])\s*个?[\u4e00-\u9fff]{{1,8}}?)+",
    ),
    ("term", "「" + _HOLDS_NUMBER.format("」") + "[^」，。；]{1,12}」"),
    ("term", r"(?<![A-Za-z0-9])[A-Za-z0-9０-９Ｘ]+(?:\s*[+＋]\s*[A-Za-z0-9０-９Ｘ]+)+"),
    ("document", r"(?:GB|DB|JGJ|CJJ|JY|ISO)(?:/T)?\s*[0-9]+(?:[-—–.][0-9]+)*"),
    ("term", r"(?<![0-9])(?:1[0-9]{4}|1[0-9]{2}|9[0-9]{4})\s*(?:服务|政务)?(?:热线|电话)"),
    ("term", r"(?<![0-9.])24\s*小时|(?<![0-9])(?:985|211)(?=工程|高校|院校|、|和)"),
    ("term", r"[A-Za-z]+-?[0-9]+(?:[.][0-9]+)?[A-Za-z0-9]*"),
    ("term", r"(?<![0-9])[0-9]+(?!k[mg]|kW|MW|m\b|t\b)[A-Za-z]+"),
    ("name", rf"第\s*{_ANY}\s*[\u4e00-\u9fff]{{0,6}}?{_SCHOOL}"),
    ("ordinal", rf"第\s*{_ANY}(?:产业|方面|梯队|年度|季度|学期|[名位届批期轮次条章节款项个部年])?"),
    (
        "ordinal",
        r"(?:(?<=^)|(?<=[。；;：:])|(?<=[。；;：:]\s))"
        rf"[（(]?(?!(?:19|20)[0-9]{{2}}、){_ANY}(?:[)）]、?|、|[.．](?![0-9０-９]))",
    ),
    ("ordinal", rf"前\s*{_ANY}(?:\s*[名位强])?(?!\s*季)"),
    ("ordinal", rf"(?:(?<![先然])(?:[后末]|最后))\s*{_ANY}\s*位(?!一体)"),
    ("ordinal", rf"(?:末位|末尾|靠后|靠前|垫底)的?\s*{_ANY}\s*[名位个家所]"),
    ("ordinal", rf"倒数(?:第|前)?\s*{_ANY}(?:\s*[名位个])?"),
    (
        "ordinal",
        rf"(?:排名|排序|名次|考核|评比|评价|评估|测评|位[列居次])[^，。；0-9０-９]{{0,6}}[后末]"
        rf"\s*{_ANY}\s*(?:名|[%％])?",
    ),
    ("ordinal", rf"(?<![0-9０-９]){_ANY}\s*强(?!化|国|省|市|县|企|校)"),
    ("term", r"[十百千万]+亿?元?级"),
    ("ordinal", r"(?:(?<=^)|(?<=[。；;：:，,]))[一二三四五六七八九十]是"),
    ("ordinal", r"[①-⑳]|[⑴-⒇]"),
    ("term", rf"(?:[国省市县区乡镇村组校][、\s]?)+{_HAN_NUMBER}级"),
    ("term", r"(?:[国省市县区乡镇村组校]、)+[0-9]级"),
    ("term", rf"{_ANY}\s*(?:星级|年级|号|线城市|期工程|次产业|年制|位一体|级(?!以上)|届)"),
    ("term", rf"{_ANY}\s*年(?:一贯制|行动|计划|规划|提质|攻坚|滚动)(?:计划|方案|规划)?"),
    ("term", rf"{_ANY}\s*个(?:维护|确立|意识|自信|全面|坚持|统一|结合|服务|面向|一\b)"),
    ("term", rf"{_HAN_NUMBER}年(?:义务教育|毛?入[园学]率|巩固率|保留率)"),
    ("name", rf"{_ANY}\s*(?:部门|部委)"),
    ("indefinite", r"若干[个所家项名种处条]?|一大?批|一系列|一整?套|一定|一支|一些"),
    ("indefinite", r"[数几上成好][十百千万亿]+[个所家项名种处条人]?"),
)  # fmt: skip
_EXCLUSIONS = tuple((why, re.compile(words)) for why, words in _PATTERNS)

# Ordinary words that contain a numeral's or a conjunction's character; longest first.
_ORDINARY_WORDS = re.findall(
    r"\S+",
    """
    国内一流 世界一流 国际一流 双一流 一流 一致 一体化 一体 统一 一定 一般 一律 一并
    一线 一直 一旦 一方面 进一步 逐一 唯一 同一 单一 一样 一同 一起 一贯 一次性 一站式
    一把手 一条龙 一票否决 一视同仁 一网通办 一件事 一事一议 一校一策 一县一策 一生一策
    一对一 一一 一把 一岗双责 万一 专一 之一 一切 一经 一概 一度 一时 一手 一向 一带一路
    一二三产业 一二三产 三农 三全育人 三教改革 五育并举 五育 四化 四新 四史 七一 五四
    三下乡 三支一扶 三公 三位一体 五位一体 二维码 二元 十分 百姓 百年 百花齐放 千方百计
    千家万户 千秋 万众 万众创新 万无一失 万能 万企兴万村 百城千校 百校千企 两岸 两山
    两翼 两地 两化融合 两手抓 两手 两会 两型 两难 两端 两侧 两者 两用 四季 四通八达 八一
    三峡 三方 双百 零距离 零星 零售 零散 零工 零容忍 零门槛 零就业 半工半读 五湖四海
    五官 五金 五谷 丝绸 亿万 千万
    普及 涉及 波及 触及 及时 及格 及早 参与 撤并 兼并 归并 并轨 并网 并购 并联 和谐 和美 和睦
""",
)
_ORDINARY = re.compile("|".join(sorted(_ORDINARY_WORDS, key=len, reverse=True)))


def find_exclusions(text: str) -> tuple[NotTarget, ...]:
    """The numbers that a fixed form of words makes part of a name or a term, in their order."""
    found: list[NotTarget] = []
    masked = text
    for why, pattern in _EXCLUSIONS:
        for match in list(pattern.finditer(masked)):
            start = _name_start(masked, match.start()) if why == "name" else match.start()
            found.append(NotTarget(text[start : match.end()], start, match.end(), why))
            masked = mask(masked, [(start, match.end())])
    return tuple(sorted(found, key=lambda one: one.start))


def _name_start(text: str, start: int) -> int:
    """Where 南阳 begins before 第二中等职业学校: after the last verb, not too far back."""
    run = re.search(r"[\u4e00-\u9fff]*$", text[:start])
    head = run.group() if run else ""
    for verb in _PLACE_IN_NAME.finditer(head):
        head_start = verb.end()
        if len(head) - head_start <= 6:
            return start - len(head) + head_start
    return start - len(head) if len(head) <= 6 else start


def find_ordinary_words(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of ordinary words such as 一流 and 普及, which neither count nor join anything."""
    return tuple((match.start(), match.end()) for match in _ORDINARY.finditer(text))


def holds_number(words: str) -> bool:
    """Whether a numeral stands in them, other than in 一般 and the like."""
    return bool(re.search(NUMERAL, _ORDINARY.sub("", words)))


def mask(text: str, spans: Iterable[tuple[int, int]], character: str = MASK) -> str:
    """`text`, as long as before, with the spans' characters made unreadable."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = character * (end - start)
    return "".join(characters)
