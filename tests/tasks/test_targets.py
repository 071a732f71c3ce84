"""What is measured, the words that say so, and why the other numbers bind nobody."""

from datetime import date

import pytest

from tasks.targets import DOUBT_CODES, WARNING_CODES, TargetsRead, find_targets


def read(text: str) -> TargetsRead:
    return find_targets(text, date(2022, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "phrase", "measure"),
    [
        ("培育 8-10 所市级示范学校，", "8-10 所市级示范学校", "市级示范学校"),
        ("建设3个向社会开放的基地。", "3个向社会开放的基地", "基地"),
        ("规划建设不少于20亩的校园。", "不少于20亩的校园", "校园"),
        ("逐步形成在校生10万人左右的规模。", "在校生10万人左右", "在校生"),
        ("全市达标学校占比不低于30%。", "达标学校占比不低于30%", "达标学校占比"),
        ("每年开展技能培训1万人次。", "每年开展技能培训1万人次", "技能培训"),
        ("取证7万人以上。", "取证7万人以上", "取证"),
        ("城镇新增就业每年不少于6万人。", "城镇新增就业每年不少于6万人", "城镇新增就业"),
        ("建成1个智能（仿真）基地、若干个其他基地。", "1个智能（仿真）基地", "智能（仿真）基地"),
        ("建设2个医药、体育类学校、完善机制。", "2个医药、体育类学校", "医药、体育类学校"),
        ("至少建设1所老年大学。", "至少建设1所老年大学", "老年大学"),
        ("示范学校由5所增加到8所。", "增加到8所", "示范学校"),
        (
            "附加费不低于30%用于职业教育的政策。",
            "附加费不低于30%用于职业教育",
            "附加费用于职业教育",
        ),
        ("设立奖励资金（市级每年不低于600万）。", "市级每年不低于600万", "奖励资金（市级）"),
        ("遴选一批（20个左右）示范项目。", "20个左右", "示范项目"),
        ("打造2个产值超100亿元的产业集群。", "2个产值超100亿元的产业集群", "产业集群"),
    ],
)
def test_what_is_measured(text: str, phrase: str, measure: str) -> None:
    (target,) = read(text).targets
    assert (target.phrase, target.measure) == (phrase, measure)


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("可按投资额的30%抵免。", "30%", "policy_rate"),
        ("给予每人2000元补贴。", "2000元", "policy_rate"),
        ("可按编制总额20%左右招聘。", "20%左右", "permission"),
        ("允许不超过10%自筹。", "不超过10%", "permission"),
        ("招聘具备3年以上企业工作经历的人员。", "3年以上", "eligibility"),
        ("年龄在35周岁以下。", "35周岁以下", "eligibility"),
        ("对在校生超过3000人的学校给予奖励。", "超过3000人", "eligibility"),
        ("打造产值超100亿元的集群2个。", "100亿元", "eligibility"),
        ("已建成5所学校。", "5所", "background"),
        ("截至2021年底，共有学校56所。", "56所", "background"),
        ("由5所增加到8所。", "5所", "background"),
        ("近3年来成效明显。", "近3年", "period"),
        ("每两年评估一次。", "两年", "frequency"),
        ("从三个方面推进。", "三个", "named_count"),
        ("到2025年全面完成。", "到2025年", "deadline"),
        ("2022年起实施。", "2022年起", "start_date"),
    ],
)
def test_why_a_number_is_no_target(text: str, words: str, why: str) -> None:
    assert (words, why) in [(one.text, one.why) for one in read(text).not_targets]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("班额不超过45人。", "upper_limit"),
        ("企业实践不少于1个月。", "duration"),
        ("培训不少于72学时。", "duration"),
        ("招生增长10%。", "growth"),
        ("与2021年相比，在校生增加500人。", "growth"),
        ("每季度召开1次会议。", "per_period"),
        ("鼓励建设3所学校。", "not_binding"),
        ("每所学校配备2名教师。", "unclear_scope"),
        ("培训规模达到5万。", "no_unit"),
        ("中央补助资金300万元。", "unbound_number"),
        ("到2021年，建成3所学校。", "deadline_before_plan"),
        ("年底前建成3所学校。", "unclear_deadline"),
        ("2022年、2023年分别培训1万人次。", "respective_numbers"),
        ("每年6月和12月各召开一次会议。", "several_dates"),
        ("新建学校若干所，其中2022年3所。", "instalments"),
        ("由38所整合至28所。", "falling_number"),
        ("打造产值50亿元以上产业集群。", "threshold"),
        ("每年开展评选活动，评选教师10名。", "unclear_period"),
    ],
)
def test_what_only_a_person_can_settle(text: str, code: str) -> None:
    found = read(text)
    assert [one.code for one in found.doubts] == [code]
    assert code in DOUBT_CODES
    assert found.targets == ()


def test_a_scope_carried_over_is_reported() -> None:
    found = read("每个县区建成1所学院，培养名师10名，全市培训教师100名。")
    assert [one.scope for one in found.targets] == ["each_county", "each_county", "city"]
    assert [(one.code, one.words) for one in found.warnings] == [("carried_scope", "10名")]


def test_every_doubt_has_its_case() -> None:
    (mark,) = test_what_only_a_person_can_settle.pytestmark  # type: ignore[attr-defined]
    assert {code for _text, code in mark.args[1]} == DOUBT_CODES


@pytest.mark.parametrize(
    ("text", "code", "meaning"),
    [
        ("2024年前，建成3所学校。", "loose_deadline", "2024-12-31"),
        ("到2030年，建成3所学校。", "deadline_after_plan", "2030-12-31"),
    ],
)
def test_a_deadline_to_look_at(text: str, code: str, meaning: str) -> None:
    found = read(text)
    assert [(one.code, one.meaning) for one in found.warnings] == [(code, meaning)]
    assert code in WARNING_CODES
    assert len(found.targets) == 1


@pytest.mark.parametrize(
    ("text", "kind", "first_year", "year"),
    [
        ("建设3所学校。", "total", None, 2025),
        ("每年培训3人次。", "yearly", 2022, 2025),
        ("2023年起每年培训3人次。", "yearly", 2023, 2025),
        ("2020年起每年培训3人次。", "yearly", 2022, 2025),
        ("逐步形成年培训3人次的能力。", "yearly", 2025, 2025),
        ("到2024年，年培训达到3人次。", "yearly", 2024, 2025),
        ("2022—2024年，每年培训3人次。", "yearly", 2022, 2024),
        ("达标率达到30%。", "ratio", None, 2025),
        ("达标率每年不低于30%。", "standard", 2022, 2025),
        ("附加费不低于30%用于教育。", "standard", 2022, 2025),
        ("预算绩效覆盖率达到30%。", "ratio", None, 2025),
        ("生均拨款不低于3元。", "standard", 2022, 2025),
        ("每年安排资金不低于3元。", "standard", 2022, 2025),
        ("完成投资3元。", "total", None, 2025),
        ("每年完成投资3元。", "yearly", 2022, 2025),
    ],
)
def test_kinds_and_years(text: str, kind: str, first_year: int | None, year: int) -> None:
    (target,) = read(text).targets
    assert (target.kind, target.first_year, target.deadline.year) == (kind, first_year, year)
