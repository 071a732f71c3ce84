"""Units of measure: which are counted in whole pieces (rulings 2.4). Pure."""

MEASURED = frozenset(
    {
        "%",
        "平方公里",
        "公顷",
        "亩",
        "平方米",
        "公里",
        "米",
        "元",
        "万元",
        "亿元",
        "吨",
        "千瓦时",
        "小时",
    }
)


def is_whole_unit(unit: str) -> bool:
    """Whether what `unit` counts comes in whole pieces (所, 个, 名 ...) and is not measured."""
    return unit not in MEASURED
