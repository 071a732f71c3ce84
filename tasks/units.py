"""Units of measure: which there are, and which are counted in whole pieces (rulings 2.4). Pure."""

import re

DURATIONS = (
    "年",
    "学年",
    "学期",
    "个月",
    "个工作日",
    "工作日",
    "季度",
    "星期",
    "周岁",
    "周",
    "天",
    "日",
    "月",
    "岁",
    "分钟",
)
AGES = frozenset({"岁", "周岁"})
UNUSUAL = ("个百分点", "百分点", "倍", "番", "成", "‰", "美元", "折", "分")
MONEY = ("元", "块钱")
MEASURES = tuple(
    re.findall(
        r"\S+",
        """
    平方公里 平方千米 平方米 立方米 公里 千米 公顷 亩 米 吨 公斤 斤 千瓦时 千瓦 小时 ㎡ %
    """,
    )
)
COUNTERS = tuple(
    re.findall(
        r"\S+",
        """
    所 个 名 门 人次 人 家 项 种 类 套 件 本 部 册 台 间 栋 座 处 场次 场 次 期 批 支 条 对 位
    户 村 校 班 节 课时 学时 学分 学位 床位 工位 篇 组 队 片 块 幅 辆 张 份 例 轮 届 级 款 枚 只
    头 株 艘 架 首 集 层 站 点 区 县 市 乡 镇
    """,
    )
)
# A counter's character that begins another word there: 个月 is a duration, 3 部门 are departments
_NOT_THERE = {
    "个": "个(?!月|百分点|体|性|别|人)",
    "名": "名(?!额|牌|称|单|师(?!生))",
    "人": "人(?!民|才|员|口|物|均|工|社|类|大)",
    "部": "部(?!门|分|署|委)",
    "项": "项(?!目(?!标))",
    "次": "次(?!性|产业)",
    "家": "家(?!庭|长)",
    "位": "位(?!一体)",
    "条": "条(?!件|例)",
    "点": "点(?!\\d)",
    "市": "市(?!级|场|属|直|内)",
    "县": "县(?!级|域|区)",
    "区": "区(?!域|级)",
    "村": "村(?!级)",
    "校": "校(?!企|园|级)",
    "分": "分(?!之|钟|类|别)",
    "成": "成(?=以上|左右|的|$|[，。；、,;])",
    "年": "年(?!级)",
    "日": "日(?!常)",
    "周": "周(?!期|边)",
}


def _alternatives(*families: tuple[str, ...]) -> str:
    words = sorted({one for family in families for one in family}, key=len, reverse=True)
    return "|".join(_NOT_THERE.get(one, re.escape(one)) for one in words)


UNIT_PATTERN = rf"(?:{_alternatives(DURATIONS, UNUSUAL, MONEY, MEASURES, COUNTERS)}|％)"

MEASURED = frozenset({*MEASURES, *MONEY, "万元", "亿元"})
"""What is measured; all else comes in whole pieces."""


def is_whole_unit(unit: str) -> bool:
    """Whether what `unit` counts comes in whole pieces (所, 个, 名 ...) and is not measured."""
    return unit not in MEASURED
