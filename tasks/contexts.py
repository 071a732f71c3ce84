"""Why a quantity binds nobody, or why only a person can tell: from the words around it. Pure.

What a fixed form of words tells (names, terms, titles) is in tasks.excluding; here it is the
clause that tells: permissions, policy rates, rules of eligibility, how it stood before.
"""

import re

from tasks.actions import ACTION
from tasks.clauses import Item
from tasks.quantities import ABOUT, AT_LEAST, AT_MOST, EXACT, RANGE, Quantity
from tasks.units import AGES

_PERMISSION = re.compile(
    r"(?<![认许不宁非])可(?!支配|回收|开发|利用|容纳|承载|停放|供|满足|同时|接待|持续|靠|行|观|见|能|视|再生|信|控|复制|推广|比|读|办|用|及|达|控|追溯|操作)|允许|准予|准许|有权"
)
_GIVING = (
    r"抵免|给予|补贴|补助|奖励|奖补|资助|减免|减征|减按|返还|扣除|提取|计提|缴纳|缴存"
    r"|分配|贴息|抵扣|征收|拨付|折算"
)
_RATE_BEFORE = re.compile(r"(?:按照?|依照|以)[^，。]*$")
_RATE_AFTER = re.compile(rf"^(?:的)?(?:比例|标准|额度|幅度)?[^，。；的]{{0,6}}(?:{_GIVING})")
_GRANT_BEFORE = re.compile(
    r"(?:奖励|补贴|补助|资助|奖补|贴息|减免|返还|抵免|给予|发放)(?!资金|经费|专项|标准|水平)"
    r"[\u4e00-\u9fff]{0,5}$"
)
_GRANT_AFTER = re.compile(
    r"^的?(?:一次性)?(?:资金)?(?:补贴|补助|奖励|奖补|资助|贴息|奖金)(?!资金|专项|经费)"
)
_RATE_NAMED = re.compile(r"率\s*$")  # 网上可办率 permits nothing

_SERVED = re.compile(
    r"^[的\s]*(?:以上|及以上)?[^，。；]{0,8}?(?:经历|经验|教龄|工龄|工作|年限|学历|从业|任教|任职|从教|党龄|资历)"
)
_QUALIFIED = re.compile(
    r"(?:具有|具备|满|从事|任教|工作|从教|取得|任职|毕业|未满|不满|不少于|至少)[^，。；]{0,12}$"
)
_CONDITION = re.compile(r"^(?:对于?|凡|凡是|符合|满足|具备|具有)")
_REWARD = re.compile(r"给予|奖励|表彰|补助|补贴|予以|优先|方可|可以|可申报|可享受|资助")
_PERIOD_BEFORE = re.compile(
    r"(?:近|过去|未来|今后|连续|为期|用|利用|再用|历时|最近|前|后|任期|周期|学制)\s*$"
)
_PERIOD_AFTER = re.compile(
    r"^(?:之?内|期|来|间|时间|一个?周期|左右的?时间|一轮|一届|一次|为期|一贯|制)"
)
_EVERY = re.compile(r"每\s*$")
_HOURS = {"小时", "学时", "课时", "学分"}
_ROUNDS = {"次", "轮", "届", "期", "场", "遍", "批"}

_STOOD = re.compile(r"(?:已经?|(?:现有|目前|原有|当前)(?!的?基础)|现已|截至|已累计)[^，。]*$")
_ON_TOP = re.compile(r"^[^，。；]{0,12}(?:的)?基础上")
_FROM = re.compile(r"(?:由|从)[\s\0]*(?:的|原来的?|现在的?|目前的?)?$")
_TAKEN = re.compile(r"[将把]\s*$")
_TURNED = re.compile(
    r"[^，。；]*(?:整合|合并|优化|调整|精简|缩减|压减|归并|[\2]{2})(?:至|到|为|成)\s*$"
)

SMALL = 10  # 八项规定 and 两类院校 are names rather than orders, 建设两所 is one
_ORDERED = re.compile(rf"(?:(?:{ACTION.pattern})(?:好|起|出|了|完成)?|每学?年|[、和与及])\s*$")
_NOUN = re.compile(r"\s*(?![和与及并均都]|达到|实现|建成|通过|入选|进入|分别)[\u4e00-\u9fff\2“]")
_ASPECTS = re.compile(
    r"^\s*(?:主要|重要|关键)?(?:方面|渠道|层面|环节|维度|阶段|途径|方向|步骤|层次|大类|部分|要素)"
)
_FRAMING = re.compile(
    r"(?:从|围绕|聚焦|分为?|坚持|突出|落实|按照?|抓好|抓住|把握|通过|作为|同|另)\s*$"
)

_RISES = (
    "增长率?|增速|增幅|增加|提高|提升|上升|下降|降低|减少|压减|递增|缩小|上浮|高出|上调|优于"
    "|缩短|压缩|压降|精简|扩大|下调"
)
_GROWTH = re.compile(rf"(?:{_RISES})[^，。]{{0,4}}$")
_GROWTH_BY = re.compile(rf"(?:{_RISES})[约了\s]*$")
_COMPARED = re.compile(
    r"(?:比|较)(?:上年|上一年|去年|[0-9０-９]{4}\s*年)|(?:与|同)[^，。]{2,10}相?比"
    r"|(?:现有|原有|目前|当前|上年|去年|[0-9０-９]{4}\s*年底?)的?基础上"
)
_INCREASE = re.compile(
    r"(?:增加|增长|提高|提升|减少|下降|新增|压减|精简)(?!到|至)[^，。]{0,8}$|增加$|增长$"
)
_FALLS = re.compile(
    r"(?:整合|撤并|合并|归并|精简|缩减|裁撤|缩短|压缩|压减)(?:优化|调整)?(?:至|到|为|成)\s*$"
)
_TWO_LEVELS = re.compile(r"市、?(?:县|区|县[（(]?市?、?区[)）]?)(?:两级)?[^，。；]*分别")
_SIZES = frozenset(["人", "名", "户", "元", "亩", "平方米", "公里", "米", "吨", "千瓦", "张"])
_WHOSE = re.compile(
    r"\s*(?!的|并|且|和|与|及|或|用于|左右|规模|目标|任务|水平|标准|能力)[\u4e00-\u9fff\2“]"
)
_FOR_ALL = re.compile(r"全部|全面|均|都|全覆盖|一律|必须")
_ORDERS_WHAT = re.compile(
    rf"(?:{ACTION.pattern}|带动|吸引|促进|帮助)(?<!实现|确保|推动|推进|支持|引导|扶持|落实)\s*$"
)
_PREDICATE = re.compile(rf"实现|要|应|须|通|达到|(?!就业)(?:{ACTION.pattern})")
_LEVEL_VERB = re.compile(r"(?:达到?|到|至|不低于|不少于)")

_COUNTY = r"(?:县+市?区|区县|县)"
_EACH_COUNTY = re.compile(rf"(?:每一?个?|各个?|一)\s*{_COUNTY}(?!级|域|委|直)")
_EVERY_COUNTY = re.compile(rf"每一?个?\s*{_COUNTY}(?!级|域|委|直)")
_COUNTY_SUBJECT = re.compile(
    rf"^[和与及、\s]*(?:{_COUNTY}|县级|区级)(?:级|财政|政府|人民政府|每年|本级|年度?"
    r"|均|都|各|应|要|每年|安排|投入|设立|列支|筹措|预算|\s)*$"
)
_SUPPORT = re.compile(
    rf"(?:支持|指导|推动|鼓励|督促|组织|引导|帮助|带动|覆盖|会同|联合|依托|协助|在)[^，。]{{0,4}}各个?\s*{_COUNTY}"
)
_DISTRIBUTED = re.compile(r"至少|均|都|分别|各建|各自|不少于|不低于")
_WHOLE_CITY = re.compile(r"全市|市级|市本级|市财政|全域")
_CITY_SUBJECT = re.compile(r"全市(?!性)|市财政|市级财政|市本级|^[、和与及\s]*市级(?=每年|不|$)")
_OTHER_SUBJECT = re.compile(
    rf"(?:每|平均每)(?!一?个?(?:学?年|{_COUNTY}))"
    r"|(?<![0-9０-９.．一二三四五六七八九十百千万两几数])[万千百](?:人|名|户)"
    r"|各(?:乡镇|乡|镇|街道|学校|院校|职业院校|中职学校|中等职业学校|高校|单位|企业|专业|部门|行业|园区|村|校)"
    r"[^，。]{0,6}(?:至少|均|都|分别|不少于|不低于|要|应|须|建成|建设|新建|配备|设立|组织|开展|完成)"
)
_PER_PERSON = re.compile(r"每(?:一?名?|一?个?)(?:学?生|人|学生|学员)(?:每年|每学年|年)?")
_PER_PERIOD = re.compile(
    r"每(?:一?个?)(?:季度?|月|学期|周|天|日|旬|半年)|半年|季度"
    r"|[春夏秋冬]季?[、和与及]?[春夏秋冬][两二]?季"
)
_CITY_MEMBERS = re.compile(r"其余[^，。]{0,4}[县区]|[区县市]、[^，。]*[区县市](?:财政|政府)?各")
_ENCOURAGED = re.compile(r"鼓励|倡导|提倡|原则上可|探索")


def why_no_target(item: Item, *, prior_why: str, has_later: bool) -> str:
    """The reason (one of tasks.excluding.WHYS) why nobody is measured against it, or "".

    `prior_why` is that of the number before it in the sentence, `has_later` says that another
    number follows in the clause.
    """
    if item.is_attribute:
        named = item.quantity.han and item.quantity.comparator == EXACT
        return "idiom" if named else "eligibility"  # 三 of 三甲医院 3 家
    return (
        _why_time(item)
        or _why_policy(item, prior_why)
        or _why_condition(item)
        or _why_background(item, has_later=has_later)
        or _why_named(item, prior_why)
    )


def _why_time(item: Item) -> str:
    one = item.quantity
    if not one.is_duration:
        return ""
    if _EVERY.search(item.before):
        return "frequency"
    if (one.unit in AGES and "寿命" not in item.before) or _SERVED.match(item.rest):
        return "eligibility"
    if _QUALIFIED.search(item.before) and item.rest.lstrip().startswith("的"):
        return "eligibility"
    if _PERIOD_BEFORE.search(item.before) or _PERIOD_AFTER.match(item.rest):
        return "period"
    return ""


def _why_policy(item: Item, prior_why: str) -> str:
    one = item.quantity
    if _RATE_AFTER.match(item.rest) and _RATE_BEFORE.search(item.before):
        return "policy_rate"
    if one.unit in {"%", "元"} or one.unit == "":
        if _GRANT_BEFORE.search(item.before) or _GRANT_AFTER.match(item.rest):
            return "policy_rate"
        if prior_why == "policy_rate" and one.comparator == AT_MOST:
            return "policy_rate"  # 最高不超过 100 万元, of the grant before it
    if _PERMISSION.search(item.before) and not _RATE_NAMED.search(item.own):
        return "permission"
    return ""


def _sizes_whom(item: Item) -> bool:
    """Whether N 人以上 stands before those whom it may size: 500 人以上企业."""
    one = item.quantity
    trailed = one.end > one.number_end and one.comparator in {AT_LEAST, AT_MOST}
    return trailed and one.unit in _SIZES and bool(_WHOSE.match(item.rest))


def _why_condition(item: Item) -> str:
    if _sizes_whom(item):
        ordered = _ORDERS_WHAT.search(item.own)
        if _FOR_ALL.search(item.rest) or (not ordered and _PREDICATE.search(item.rest)):
            return "eligibility"
    if not _CONDITION.search(item.before.lstrip("\0 ")):
        return ""
    whose = re.match(r"[^，。；]{0,12}的", item.rest)
    return "eligibility" if whose and _REWARD.search(item.rest + item.before) else ""


def _why_background(item: Item, *, has_later: bool) -> str:
    if _ON_TOP.match(item.rest) or _STOOD.search(item.before):
        return "background"
    if comes_from(item) and has_later:
        return "background"
    return ""


def _why_named(item: Item, prior_why: str) -> str:
    one = item.quantity
    if prior_why == "frequency" and one.unit in _ROUNDS:
        return "frequency"
    if one.comparator == EXACT and one.is_counted and not one.odd:
        if _ASPECTS.match(item.rest) or _FRAMING.search(item.own):
            return "named_count"
        if is_small_word(item) and _NOUN.match(item.rest) and not _ORDERED.search(item.own):
            return "named_count"
    if one.han and not one.unit and one.comparator in {EXACT, RANGE, AT_LEAST, ABOUT}:
        # 二 or 百 in a word that nobody listed; a number without a unit counts nothing
        return "idiom" if one.comparator == EXACT or one.odd else ""
    return ""


def is_small_word(item: Item) -> bool:
    """两 or 八 in words: it may name rather than order."""
    one = item.quantity
    return one.han and one.low < SMALL


def grows_over_another(head: str, before: str) -> bool:
    """比上年增加 500 人: `head` is the sentence up to the number, `before` the clause."""
    return bool(_COMPARED.search(head) and _INCREASE.search(before))


def comes_from(item: Item) -> bool:
    """由 38 所 整合至 28 所, 将 38 所学校整合为 28 所: the number is what there was."""
    turned = _TAKEN.search(item.own) and _TURNED.search(item.after)
    return bool(turned or _FROM.search(item.own))


def falls_from(stood_at: Quantity, one: Quantity) -> bool:
    """由 38 所 整合至 28 所: met from the first day on, were it a target."""
    return stood_at.unit in {"", one.unit} and stood_at.low > one.low


def doubt_of(item: Item, words: str, *, prior_why: str) -> str:
    """The code of what only a person can settle about a quantity that seems to bind, or "".

    `words` are those of `item.before` in the text.
    """
    one = item.quantity
    if one.odd:
        return one.odd
    if one.comparator == AT_MOST:
        return "upper_limit"
    if one.is_duration or one.unit in _HOURS:
        return "duration"
    if _is_growth(item):
        return "growth"
    if _FALLS.search(words):
        return "falling_number"
    if _sizes_whom(item) and not _ORDERS_WHAT.search(item.own):
        return "threshold"
    if _PER_PERIOD.search(item.before) or prior_why == "frequency":
        return "per_period"
    if _ENCOURAGED.search(item.before):
        return "not_binding"
    return "unclear_scope" if _TWO_LEVELS.search(words) else _unclear_scope(item)


def _is_growth(item: Item) -> bool:
    own = item.own
    shares = item.quantity.unit == "%" or item.quantity.is_money
    match = (_GROWTH if shares else _GROWTH_BY).search(own)
    return bool(match) and not _LEVEL_VERB.search(own[match.start() :] if match else "")


def _unclear_scope(item: Item) -> str:
    before = item.before
    if _CITY_MEMBERS.search(before):
        return "unclear_scope"
    if _OTHER_SUBJECT.search(before) and not (
        _PER_PERSON.search(before) and not item.quantity.is_counted
    ):
        return "unclear_scope"
    if _SUPPORT.search(before) and not (
        _EVERY_COUNTY.search(before) or _DISTRIBUTED.search(before) or item.quantity.start == 0
    ):
        return "unclear_scope"
    return ""


def _after_county(own: str) -> str:
    """The number's own words, after each county where they name it."""
    counties = list(_EACH_COUNTY.finditer(own))
    return own[counties[-1].end() :] if counties else own


def is_each_county(item: Item, *, carried: bool) -> bool:
    """Whether it holds for each county; `carried` says that the clause before it spoke so."""
    own = item.own
    if item.own_start > item.clause_start and _CITY_SUBJECT.search(_after_county(own)):
        return False
    if _EACH_COUNTY.search(item.before) or _COUNTY_SUBJECT.match(own):
        return True
    return carried and not _WHOLE_CITY.search(item.before)
