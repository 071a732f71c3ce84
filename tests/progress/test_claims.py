"""When a report says that its target is met, and evidence is asked for of that."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from progress import filing
from progress.claims import claims_met
from progress.evidence import add_evidence, remove_evidence
from progress.models import Event, Report
from tests.evidence_files import upload
from tests.progress.worlds import TODAY, World, make_world

NOW = "2024Q3"


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.BUSINESS_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path
    return make_world()


def share(part: int, whole: int) -> dict[str, Any]:
    return {"numerator": Decimal(part), "denominator": Decimal(whole)}


def value(number: str | None) -> dict[str, Any]:
    return {"value": None if number is None else Decimal(number)}


# target, whether a county files it, what is filed, whether that claims it met
CLAIMS = [
    ("1-1", False, value("8"), True),
    ("1-1", False, value("7"), False),
    ("1-1", False, value("0"), False),
    ("1-1", False, value(None), False),
    ("8-1", True, value("1"), True),
    ("8-1", True, value("0"), False),
    ("4-1", True, share(3, 10), True),
    ("4-1", True, share(299, 1000), False),
    ("4-1", True, share(0, 10), False),
    ("20-1", False, value("100000"), True),
    ("20-1", False, value("99999"), False),
    ("22-1", False, value("1"), True),
    ("22-1", False, value("0"), False),
    ("23-1", False, share(3, 10), True),
    ("23-2", True, value("3000000"), True),
    ("23-2", True, value("2999999.99"), False),
    ("27-0", False, value("100"), True),
    ("27-0", False, value("99.99"), False),
    ("1-1", False, {"not_applicable": True, "not_applicable_why": "无"}, False),
]


@pytest.mark.parametrize(("code", "countys", "figures", "expected"), CLAIMS)
def test_what_claims_a_target_met(world, code, countys, figures, expected):
    owner = world.counties[0] if countys else None
    world.filed(code, NOW, owner, state="draft", **figures)
    assert claims_met(world.report(code, NOW, owner)) is expected


@pytest.mark.parametrize(
    ("others", "mine", "expected"),
    [
        (share(1, 10), share(5, 10), True),  # 6 of 20 are 30%
        (share(1, 10), share(4, 10), False),
        (share(9, 10), share(0, 10), False),  # met already, and not by us
        (share(9, 10), share(1, 10), True),
    ],
)
def test_a_citys_target_with_what_the_others_have(world, others, mine, expected):
    first, second, _third = world.counties
    world.accepted("4-1", "2024Q2", second, **others)
    world.filed("4-1", NOW, first, state="draft", **mine)
    assert claims_met(world.report("4-1", NOW, first)) is expected


def test_what_others_have_not_got_accepted_does_not_count(world):
    first, second, _third = world.counties
    world.filed("4-1", NOW, second, **share(9, 10))
    world.filed("4-1", NOW, first, state="draft", **share(1, 10))
    assert not claims_met(world.report("4-1", NOW, first))


@pytest.mark.parametrize(
    ("wanted", "figure", "files", "taken"),
    [
        (False, 8, 0, True),
        (True, 7, 0, True),
        (True, 8, 0, False),
        (True, 8, 1, True),
        (True, 8, -1, False),  # one that was taken off again
    ],
)
def test_submitting_with_and_without(world, wanted, figure, files, taken):
    world.plan.evidence_when_met = wanted
    world.plan.save()
    report = world.filed("1-1", NOW, state="draft", value=Decimal(figure))
    if files:
        held = add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
        if files < 0:
            remove_evidence(evidence=held, user=world.filer)
    if taken:
        filing.submit(report=report, user=world.filer, version=report.version)
    else:
        with pytest.raises(filing.EvidenceMissing):
            filing.submit(report=report, user=world.filer, version=report.version)
    stored = Report.objects.get(pk=report.pk)
    assert stored.state == ("submitted" if taken else "draft")
    assert Event.objects.filter(act="submitted").exists() is taken


@pytest.mark.parametrize("act", ["submit-{}", "submit-all"])
def test_the_card_says_what_is_missing_and_the_next_try_goes_through(world, act):
    world.plan.evidence_when_met = True
    world.plan.save()
    client = Client()
    client.force_login(world.filer)
    client.cookies["django_language"] = "en"
    report, other = world.report("1-1", NOW), world.report("27-0", NOW)
    typed = {"value": "8", "done": "都建成了", "problems": "", "next_steps": ""}
    sent = {f"r{report.pk}-{name}": text for name, text in typed.items()}
    sent |= {f"r{other.pk}-{name}": text for name, text in (typed | {"value": "50"}).items()}
    sent |= {f"r{one.pk}-version": "0" for one in (report, other)}
    sent["act"] = act.format(report.pk)
    address = f"{reverse('filing')}?quarter={NOW}"
    answer = client.post(address, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "so evidence of it is needed" in text
    stored = Report.objects.for_page().get(pk=report.pk)
    assert (stored.state, stored.value, stored.done) == ("draft", 8, "都建成了")
    assert Report.objects.get(pk=other.pk).state == ("submitted" if "all" in act else "draft")
    add_evidence(report=stored, user=world.filer, upload=upload("a.pdf"))
    # The page came back with the version of what it had saved: the same button works now.
    assert f'name="r{report.pk}-version" value="1"' in text
    again = {f"r{report.pk}-{name}": said for name, said in (typed | {"version": "1"}).items()}
    answer = client.post(address, again | {"act": f"submit-{report.pk}"})
    assert answer.status_code == 302
    assert Report.objects.get(pk=report.pk).state == "submitted"
