"""What demonstration reports say in words. Every line is labelled, so that none passes for real."""

from collections.abc import Sequence

from nanyang_vet.kit.numbers import show_number
from progress.demo.figures import Figure, draw
from progress.periods import Period

LABEL = "【演示】"
RETURNS = (
    "填报数与进展情况不一致，请核对后重新报送。",
    "本季度数小于上季度累计数，请说明原因或更正。",
    "统计口径有误，请按全口径重新计算后报送。",
    "进展情况过于笼统，请写明项目名称和完成时间。",
)
NOT_APPLICABLE = {
    ("4-1", "高新区"): "辖区内没有中等职业学校，学生在市直学校就读。",
    ("4-1", "官庄工区"): "辖区内没有中等职业学校，学生在宛城区学校就读。",
    ("8-2", "鸭河工区"): "养教结合服务由市级机构统筹提供，本区不单独设立。",
}
"""By target and organization: what does not apply, and why."""
_PROBLEMS = {
    "money": (
        "部分项目资金下达较晚，支出进度偏慢。",
        "财政收支压力较大，配套资金尚未足额到位。",
        "资金归集口径需与税务部门进一步核对。",
    ),
    "places": (
        "选址和用地手续办理时间较长，开工时间推迟。",
        "合作企业投入意愿不强，共建协议仍在商谈。",
        "个别申报单位材料不完整，需补充后再认定。",
    ),
    "people": (
        "基层培训师资不足，部分班次推迟开班。",
        "农忙季节参训人数减少，进度受到影响。",
        "部分学员尚未参加考核，取证数滞后于培训数。",
    ),
    "work": (
        "涉及部门较多，征求意见周期较长。",
        "配套细则尚未出台，基层执行口径不统一。",
        "信息共享渠道尚不畅通，数据汇总耗时较长。",
    ),
}
_NEXT_STEPS = {
    "money": (
        "会同有关部门于下季度前完成资金拨付并核对台账。",
        "在年度预算调整中优先安排，按月调度支出进度。",
    ),
    "places": (
        "建立项目台账，逐月调度，倒排工期推进建设。",
        "组织专家现场指导，下季度完成一批评审认定。",
        "对进度滞后的单位发函提醒并约谈负责人。",
    ),
    "people": (
        "增开周末班和线上班，下季度补齐计划缺口。",
        "与用工企业对接订单培训，同步组织考核取证。",
    ),
    "work": (
        "召开部门联席会议，明确分工和完成时限。",
        "印发实施细则并开展一轮专项督导。",
        "选择两个县区先行试点，总结后全市推开。",
    ),
}


def theme_of(unit: str, is_share: bool) -> str:
    """What kind of work a target is, for fitting words."""
    if unit in {"元", "万元"}:
        return "money"
    if unit in {"名", "人", "人次"}:
        return "people"
    return "work" if unit == "%" and not is_share else "places"


def done(measure: str, unit: str, figure: Figure, period: Period, every_year: bool) -> str:
    """One sentence on what has been reached."""
    since = "本年累计" if every_year else "累计"
    when = f"{LABEL}截至{period.year}年第{period.number}季度末，“{measure}”{since}"
    if figure.value is None:
        part, whole = show_number(figure.numerator), show_number(figure.denominator)
        return f"{when}达到要求的有{part}，总数为{whole}。"
    if unit == "%":
        return f"{when}完成{show_number(figure.value)}%。"
    return f"{when}完成{show_number(figure.value)}{unit}。"


def problem(theme: str, *who: object) -> str:
    return LABEL + _pick(_PROBLEMS[theme], "problem", *who)


def next_step(theme: str, *who: object) -> str:
    return LABEL + _pick(_NEXT_STEPS[theme], "next", *who)


def return_reason(*who: object) -> str:
    return LABEL + _pick(RETURNS, "return", *who)


def _pick(sentences: Sequence[str], *words: object) -> str:
    return sentences[draw(*words) % len(sentences)]
