"""Sentences found wrong when other lists were read; each was mended, and stays here."""

from tests.tasks.generality import Sentence

LATER = (
    Sentence(
        "全市技能人才总量达到120万人，其中高技能人才40万人以上，占技能人才比例达到33%以上。",
        (
            "1200000 人 at_least total city 2025",
            "400000 人 at_least total city 2025",
            "33 % at_least ratio city 2025",
        ),
    ),
    Sentence("打造1-2个产值超100亿元的产业集群。", ("1-2 个 range total city 2025",)),
    Sentence("实现20户以上自然村通硬化路率达到85%。", ("85 % at_least ratio city 2025",)),
    Sentence(
        "建设10公里以上绿道3条，新增绿地50公顷。",
        ("3 条 exact total city 2025", "50 公顷 exact total city 2025"),
    ),
    Sentence("年产值10亿元以上产业集群3个。", ("3 个 exact total city 2025",)),
    Sentence(
        "年招生规模稳定在3万人以上，在校生达到9万人以上。",
        ("30000 人 at_least yearly city 2025 from 2022", "90000 人 at_least total city 2025"),
    ),
    Sentence("三年内评选市级名师300名。", ("300 名 exact total city 2025",)),
    Sentence(
        "市级财政每年安排专项奖补资金1000万元，县级财政每年不低于200万元。",
        (
            "10000000 元 exact standard city 2025 from 2022",
            "2000000 元 at_least standard each_county 2025 from 2022",
        ),
    ),
    Sentence("网上可办率达到98%以上。", ("98 % at_least ratio city 2025",)),
    Sentence("研发投入强度达到2.5%。", ("2.5 % at_least ratio city 2025",)),
    Sentence("新建床位每张给予不超过3000元的一次性建设补贴。"),
    Sentence("按其年度研发费用的10%给予补助，单个企业最高不超过200万元。"),
    Sentence("每千人口执业医师数达到3.2人。", (), 1),
    Sentence("每500名学生配备1名校医。", (), 2),
    Sentence("三分之二以上的学校达标。", (), 1),
    Sentence("招聘特岗教师1000人/年。", ("1000 人 exact yearly city 2025 from 2022",)),
    Sentence("成绩进入全省前10名，进入全国100强。"),
    Sentence("PM2.5平均浓度持续下降。"),
    Sentence(
        "实现1个千亿级、3个百亿级产业集群。",
        ("1 个 exact total city 2025", "3 个 exact total city 2025"),
    ),
    Sentence(
        "新增4A级景区2家、5A级景区1家。",
        ("2 家 exact total city 2025", "1 家 exact total city 2025"),
    ),
    Sentence("2022-2023学年，培训教师500人。", (), 1),
    Sentence(
        "各县区要至少打造1个示范街区，全市打造10个以上，其中3-5个达到省级标准。",
        (
            "1 个 at_least total each_county 2025",
            "10 个 at_least total city 2025",
            "3-5 个 range total city 2025",
        ),
    ),
    Sentence("组建不少于三万人左右的队伍。", (), 1),
)
