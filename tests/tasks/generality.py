"""Sentences of the same genre as the list, made up: what each of them orders.

They were written before the reader was fitted to them. Each expected target is one line:
low[-high] unit comparator kind scope deadline-year [first year judged]. `doubts` counts the numbers
that must be left to a person. Where they matter, `measures` names what is measured, `days` the last
days, and `codes` the doubts.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    text: str
    targets: tuple[str, ...] = ()
    doubts: int = 0
    measures: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


SENTENCES = (
    # years, ranges, dashes and widths
    Sentence("到2025年，全市新建8至10所市级示范性职业学校。", ("8-10 所 range total city 2025",)),
    Sentence("到2024年底前，建成12—15个产业学院。", ("12-15 个 range total city 2024",)),
    Sentence("2023年底前，认定６～８家产教融合型企业。", ("6-8 家 range total city 2023",)),
    Sentence("力争到2024年，遴选１０所示范学校。", ("10 所 exact total city 2024",)),
    Sentence("“十四五”期间，打造 3～5 个高水平专业群。", ("3-5 个 range total city 2025",)),
    Sentence("2024年6月底前，完成20个实训基地改造。", ("20 个 exact total city 2024",)),
    Sentence("到二〇二四年，培养三百名骨干教师。", ("300 名 exact total city 2024",)),
    Sentence("建设5所到8所特色学校。", ("5-8 所 range total city 2025",)),
    Sentence("新增学位1.2万个。", ("12000 个 exact total city 2025",)),
    Sentence("新增学位12,000个以上。", ("12000 个 at_least total city 2025",)),
    Sentence("培育30-50家“专精特新”企业。", ("30-50 家 range total city 2025",)),
    Sentence("引进高层次人才100—120人。", ("100-120 人 range total city 2025",)),
    # comparators
    Sentence("新建不少于三所普惠性幼儿园。", ("3 所 at_least total city 2025",)),
    Sentence("力争达到50家示范企业。", ("50 家 at_least total city 2025",)),
    Sentence("建设园区面积约15平方公里。", ("15 平方公里 about total city 2025",)),
    Sentence("在校生规模达到三万人左右。", ("30000 人 about total city 2025",)),
    Sentence("培养工匠人才超过500名。", ("500 名 at_least total city 2025",)),
    Sentence("全市建成标准化学校至少40所。", ("40 所 at_least total city 2025",)),
    Sentence("打造10个以上特色品牌。", ("10 个 at_least total city 2025",)),
    Sentence("至少培育2个省级示范基地。", ("2 个 at_least total city 2025",)),
    Sentence("新增就业岗位不得少于2000个。", ("2000 个 at_least total city 2025",)),
    Sentence("建成高标准农田5万亩以上。", ("50000 亩 at_least total city 2025",)),
    Sentence("完成投资不低于3.5亿元。", ("350000000 元 at_least total city 2025",)),
    Sentence("新建公路近120公里。", ("120 公里 about total city 2025",)),
    # each year
    Sentence("每年培训不少于5万人次。", ("50000 人次 at_least yearly city 2025 from 2022",)),
    Sentence(
        "2023年起，每年组织教师培训2000人次以上。",
        ("2000 人次 at_least yearly city 2025 from 2023",),
    ),
    Sentence("每年举办技能大赛2次。", ("2 次 exact yearly city 2025 from 2022",)),
    Sentence("每年至少召开两次推进会议。", ("2 次 at_least yearly city 2025 from 2022",)),
    Sentence(
        "到2024年，年培训技能人才达到3万人次。",
        ("30000 人次 at_least yearly city 2025 from 2024",),
    ),
    Sentence(
        "自2024年起每年选派50名教师到企业实践。", ("50 名 exact yearly city 2025 from 2024",)
    ),
    Sentence("年均培训农民工1万人次以上。", ("10000 人次 at_least yearly city 2025 from 2022",)),
    Sentence(
        "每年新增就业1万人、培训2万人次。",
        (
            "10000 人 exact yearly city 2025 from 2022",
            "20000 人次 exact yearly city 2025 from 2022",
        ),
    ),
    Sentence(
        "每年培训教师1000人次，建设3个培训基地。",
        ("1000 人次 exact yearly city 2025 from 2022", "3 个 exact total city 2025"),
    ),
    # shares
    Sentence("达标率达到90%以上。", ("90 % at_least ratio city 2025",)),
    Sentence("到2023年，毕业生就业率达到95%。", ("95 % at_least ratio city 2023",)),
    Sentence("到2024年，学前教育毛入园率提高到９２％。", ("92 % at_least ratio city 2024",)),
    Sentence("“双师型”教师比例不低于百分之五十。", ("50 % at_least ratio city 2025",)),
    Sentence("公办园在园幼儿占比达到50%左右。", ("50 % about ratio city 2025",)),
    Sentence("社区教育覆盖率达到100%。", ("100 % at_least ratio city 2025",)),
    Sentence("普职比保持在45%至50%。", ("45-50 % range standard city 2025 from 2022",)),
    Sentence("每年毕业生就业率不低于90%。", ("90 % at_least standard city 2025 from 2022",)),
    # money kept every year
    Sentence(
        "公办普通高中生均公用经费不低于1500元。",
        ("1500 元 at_least standard city 2025 from 2022",),
    ),
    Sentence(
        "市财政每年安排专项资金不少于500万元。",
        ("5000000 元 at_least standard city 2025 from 2022",),
    ),
    Sentence(
        "地方教育附加不低于20%用于职业教育。", ("20 % at_least standard city 2025 from 2022",)
    ),
    Sentence(
        "设立奖补资金（市级每年不低于200万元，县级不低于50万元）。",
        (
            "2000000 元 at_least standard city 2025 from 2022",
            "500000 元 at_least standard each_county 2025 from 2022",
        ),
    ),
    # counties
    Sentence("每个县（市、区）至少建成2所示范学校。", ("2 所 at_least total each_county 2025",)),
    Sentence(
        "到2024年，各县区均建成1个社区教育中心。", ("1 个 exact total each_county 2024",)
    ),
    Sentence(
        "每县每年培训不少于1000人次。",
        ("1000 人次 at_least yearly each_county 2025 from 2022",),
    ),
    Sentence("每个县市区重点打造1-2个特色专业。", ("1-2 个 range total each_county 2025",)),
    Sentence("各县（市、区）至少创建1所示范校。", ("1 所 at_least total each_county 2025",)),
    Sentence("全市新建10所学校，每个县区不少于1所。", (
        "10 所 exact total city 2025", "1 所 at_least total each_county 2025")),
    # several in a sentence, and deadlines that go with them
    Sentence(
        "到2023年，建成3所学校；到2025年，建成8所学校。",
        ("3 所 exact total city 2023", "8 所 exact total city 2025"),
    ),
    Sentence(
        "到2023年，建成3所示范学校，培养50名教师。打造10门课程。",
        (
            "3 所 exact total city 2023",
            "50 名 exact total city 2023",
            "10 门 exact total city 2025",
        ),
    ),
    Sentence(
        "评选优秀教师100名、优秀班主任50名。",
        ("100 名 exact total city 2025", "50 名 exact total city 2025"),
    ),
    Sentence("建设1个市级公共实训基地。", ("1 个 exact total city 2025",)),
    Sentence("每个县区建设一所职教中心。", ("1 所 exact total each_county 2025",)),
    Sentence("示范学校由5所增加到8所。", ("8 所 at_least total city 2025",)),
    Sentence("已建成5所示范学校，再建设3所。", ("3 所 exact total city 2025",)),
    # numbers that bind nobody
    Sentence("贯彻《南阳市“十四五”教育规划（2021—2025年）》要求，落实宛政〔2021〕12号文件。"),
    Sentence("可按不超过30%的比例聘用兼职教师。"),
    Sentence("按实际投入的50%给予补贴，最高不超过100万元。"),
    Sentence("具有5年以上教龄的教师可申报。"),
    Sentence("坚持以习近平新时代中国特色社会主义思想为指导，统一规划，一体推进。"),
    Sentence("实施三年行动计划，开展第三批试点。"),
    Sentence("支持南阳市第一中学、第二人民医院开展合作。"),
    Sentence("从课程、教材、教师三个方面推进改革。"),
    Sentence("对获奖教师一次性奖励5000元。"),
    Sentence("近3年来取得明显成效。"),
    Sentence("推广5G应用，落实“1+3+N”模式。"),
    Sentence("每五年开展一轮督导。"),
    # what only a person can settle
    Sentence("建设10余所示范学校。", (), 1),
    Sentence("辍学率控制在1%以内。", (), 1),
    Sentence("产值翻一番，达到3倍。", (), 2),
    Sentence("招生人数每年增长10%以上。", (), 1),
    Sentence("每所学校至少配备2名专职教师。", (), 1),
    Sentence("建设10-8所示范学校。", (), 1),
    Sentence("培训规模达到5万。", (), 1),
    Sentence("入学率提高3个百分点。", (), 1),
    Sentence("班额不超过45人。", (), 1),
    Sentence("每季度召开1次联席会议。", (), 1),
)  # fmt: skip
