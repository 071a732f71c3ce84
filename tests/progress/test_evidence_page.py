"""Evidence over HTTP: the panel on the report's page, the download, the line on the card."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from departments.models import Role, User
from progress import evidence, filing
from progress.evidence import add_evidence
from progress.models import Evidence, Report
from tests.evidence_files import office, pdf, png, upload
from tests.progress.worlds import TODAY, World, make_user, make_world

NOW = "2024Q3"


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.BUSINESS_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path
    return make_world()


@pytest.fixture
def report(world) -> Report:
    return world.report("1-1", NOW)


def logged_in(user: Any, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def send(client: Client, report: Report, *files: Any) -> Any:
    return client.post(reverse("evidence-add", args=[report.pk]), {"uploads": files})


def page(client: Client, report: Report) -> str:
    return client.get(reverse("report", args=[report.pk])).content.decode()


def panel(client: Client, report: Report) -> str:
    found = re.search(r'<section class="panel evidence".*?</section>', page(client, report), re.S)
    assert found is not None
    return found[0]


# Adding and taking off


def test_two_files_in_one_go_and_back_to_the_page(world, report):
    client = logged_in(world.filer)
    answer = send(client, report, upload("一.pdf"), upload("二.xlsx", office("xlsx")))
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('report', args=[report.pk])}#evidence"
    assert [one.name for one in report.evidence.in_force()] == ["一.pdf", "二.xlsx"]
    shown = panel(client, report)
    assert "一.pdf" in shown
    assert "二.xlsx" in shown
    assert str(world.filer) in shown
    assert 'enctype="multipart/form-data"' in shown


def test_one_bad_file_and_none_is_kept(world, report):
    client = logged_in(world.filer)
    answer = send(client, report, upload("好.pdf"), upload("坏.pdf", png()), upload("x.exe"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“坏.pdf” is in truth a png file" in text
    assert "“x.exe” is of a kind that is not taken" in text
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{}, {"uploads": ""}, {"uploads": "text"}, {"uploads": "\x00"}, {"files": "x"}],
)
def test_without_a_file_the_page_says_so(world, report, sent):
    answer = logged_in(world.filer).post(reverse("evidence-add", args=[report.pk]), sent)
    assert answer.status_code == 422
    assert "Choose at least one file." in answer.content.decode()


def test_evil_names_are_data(world, report):
    client = logged_in(world.filer)
    name = "<script>alert(1)</script>\"'.pdf"
    send(client, report, upload(name, pdf()))
    stored = Evidence.objects.get()
    assert "<script>alert(1)" not in page(client, report)
    assert str(stored.file.name).startswith("evidence/")


def test_taking_one_off(world, report):
    client = logged_in(world.filer)
    held = add_evidence(report=report, user=world.filer, upload=upload("旧.pdf"))
    answer = client.post(reverse("evidence-remove", args=[held.pk]))
    assert answer["Location"].endswith("#evidence")
    shown = panel(client, report)
    assert "Removed: 1" in shown
    assert "removed by filer先生" in shown
    assert "旧.pdf" in shown


@pytest.mark.parametrize("act", ["evidence-add", "evidence-remove"])
@pytest.mark.parametrize(
    ("state", "locked", "said"),
    [
        ("submitted", False, "handed in"),
        ("accepted", False, "handed in"),
        ("draft", True, "closed"),
    ],
)
def test_too_late(world, report, act, state, locked, said):
    held = add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    Report.objects.filter(pk=report.pk).update(state=state)
    world.plan.quarters.update(is_locked=locked)
    pk = report.pk if act == "evidence-add" else held.pk
    sent = {"uploads": [upload("b.pdf")]}
    answer = logged_in(world.filer).post(reverse(act, args=[pk]), sent)
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert list(report.evidence.in_force()) == [held]


@pytest.mark.parametrize("state", ["submitted", "accepted", "draft"])
def test_the_form_is_only_shown_to_who_may_use_it(world, report, state):
    add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    Report.objects.filter(pk=report.pk).update(state=state)
    for user in (world.filer, world.reviewer):
        shown = panel(logged_in(user), report)
        may = user == world.filer and state == "draft"
        assert ("<form" in shown) is may
        assert "a.pdf" in shown


def test_more_than_a_request_may_hold_is_refused(world, report, settings):
    settings.UPLOAD_MAX_REQUEST_BYTES = 5000
    client = logged_in(world.filer)
    assert send(client, report, upload("a.pdf", pdf("x" * 6000))).status_code == 400
    assert send(client, report, upload("a.pdf", pdf("x" * 3000))).status_code == 302


# The download


def test_a_download_is_never_shown_by_the_browser(world, report):
    content = pdf("内容")
    held = add_evidence(report=report, user=world.filer, upload=upload("a.pdf", content))
    answer: Any = logged_in(world.reviewer).get(reverse("evidence", args=[held.pk]))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(content))
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Frame-Options"] == "DENY"
    policy = answer["Content-Security-Policy"].split("; ")
    assert "sandbox" in policy
    assert "default-src 'none'" in policy


HEADERS = [
    ('a"b.pdf', r'attachment; filename="a\"b.pdf"'),
    ("a\\b.pdf", r'attachment; filename="b.pdf"'),
    ("a;b.pdf", 'attachment; filename="a;b.pdf"'),
    ("a\r\nSet-Cookie: x=1.pdf", 'attachment; filename="aSet-Cookie: x=1.pdf"'),
    ("证.pdf", "attachment; filename*=utf-8''%E8%AF%81.pdf"),
    ("%0d%0a.pdf", 'attachment; filename="%0d%0a.pdf"'),
]


@pytest.mark.parametrize(("name", "header"), HEADERS)
def test_names_in_the_header(world, report, name, header):
    sent = upload("x.pdf")
    sent.__dict__["_name"] = name  # as no browser sends it, past Django's own cleaning
    held = add_evidence(report=report, user=world.filer, upload=sent)
    answer = logged_in(world.filer).get(reverse("evidence", args=[held.pk]))
    assert answer["Content-Disposition"] == header


WHO = [
    ("filer", True, True),
    ("colleague", True, True),
    ("reviewer", True, True),
    ("inspector", True, True),
    ("administrator", True, True),
    ("county_filer", False, False),
    ("nobody", False, False),
]


@pytest.mark.parametrize("removed", [False, True])
@pytest.mark.parametrize(("who", "in_force", "once_removed"), WHO)
def test_who_may_download(world, report, who, in_force, once_removed, removed):
    held = add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    if removed:
        evidence.remove_evidence(evidence=held, user=world.filer)
    make_user("colleague", Role.FILER, world.education)
    make_user("nobody", Role.FILER, None)
    user = User.objects.get(username={"county_filer": "county"}.get(who, who))
    answer = logged_in(user).get(reverse("evidence", args=[held.pk]))
    assert (answer.status_code == 200) is (once_removed if removed else in_force)
    assert answer.status_code in {200, 404}


@pytest.mark.parametrize(("removed", "status"), [(False, 200), (True, 404)])
def test_a_lead_reads_a_countys_evidence_but_not_what_it_took_back(world, removed, status):
    countys = world.report("8-1", NOW, world.counties[0])
    held = add_evidence(report=countys, user=world.county_filer, upload=upload("a.pdf"))
    if removed:
        evidence.remove_evidence(evidence=held, user=world.county_filer)
    lead = logged_in(world.filer)
    assert lead.get(reverse("evidence", args=[held.pk])).status_code == status
    assert ("a.pdf" in panel(lead, countys)) is (status == 200)
    assert lead.post(reverse("evidence-remove", args=[held.pk])).status_code == 404


def test_a_file_that_is_lost_is_not_found(world, report):
    held = add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    Path(held.file.path).unlink()
    answer = logged_in(world.filer).get(reverse("evidence", args=[held.pk]))
    assert answer.status_code == 404


# The same file elsewhere

AGAIN = "used elsewhere too"


@pytest.mark.parametrize(
    ("code", "quarter", "flagged"),
    [("1-1", "2024Q2", True), ("22-1", NOW, True), ("27-0", "2023Q4", True)],
)
def test_the_same_file_for_another_task_or_quarter(world, report, code, quarter, flagged):
    other = world.report(code, quarter)
    for one in (report, other):
        add_evidence(report=one, user=world.filer, upload=upload("a.pdf", pdf()))
    shown = panel(logged_in(world.reviewer), report)
    assert (AGAIN in shown) is flagged
    assert reverse("report", args=[other.pk]) in shown
    assert AGAIN in panel(logged_in(world.reviewer), other)


def test_another_organization_is_told_to_the_reviewer_alone(world):
    first, second, _third = world.counties
    neighbour = make_user("neighbour", Role.FILER, second)
    mine, other = (world.report("8-1", NOW, one) for one in (first, second))
    add_evidence(report=mine, user=world.county_filer, upload=upload("a.pdf", pdf()))
    add_evidence(report=other, user=neighbour, upload=upload("b.pdf", pdf()))
    assert "8-1 卧龙区 2024Q3" in panel(logged_in(world.reviewer), mine)
    assert "卧龙区" in panel(logged_in(world.inspector), mine)
    shown = panel(logged_in(world.county_filer), mine)
    assert AGAIN not in shown
    assert "卧龙区" not in shown


def test_a_file_for_two_targets_of_one_task_is_no_reuse(world):
    owner = world.counties[0]
    city, own = world.report("23-1", NOW), world.report("23-2", NOW, owner)
    labour = make_user("labour", Role.FILER, world.labour)
    add_evidence(report=city, user=labour, upload=upload("a.pdf", pdf()))
    Report.objects.filter(pk=own.pk).update(organization=world.labour)
    same_duty = Report.objects.for_page().get(pk=own.pk)
    add_evidence(report=same_duty, user=labour, upload=upload("a.pdf", pdf()))
    assert AGAIN not in panel(logged_in(world.reviewer), city)


def test_what_was_taken_off_elsewhere_is_no_reuse(world, report):
    other = world.report("22-1", NOW)
    held = add_evidence(report=other, user=world.filer, upload=upload("a.pdf", pdf()))
    add_evidence(report=report, user=world.filer, upload=upload("a.pdf", pdf()))
    evidence.remove_evidence(evidence=held, user=world.filer)
    assert AGAIN not in panel(logged_in(world.reviewer), report)


# The card


def test_the_card_counts_what_is_in_force_and_leads_to_it(world, report):
    kept = add_evidence(report=report, user=world.filer, upload=upload("a.pdf"))
    gone = add_evidence(report=report, user=world.filer, upload=upload("b.pdf"))
    evidence.remove_evidence(evidence=gone, user=world.filer)
    text = logged_in(world.filer).get(f"{reverse('filing')}?quarter={NOW}").content.decode()
    assert f'href="{reverse("report", args=[report.pk])}#evidence">Evidence: 1' in text
    assert text.count("Evidence: 0") == 2
    assert kept.removed_at is None


def test_the_history_names_the_file(world, report):
    draft = world.filed("1-1", NOW, state="draft", value=3)
    held = add_evidence(report=draft, user=world.filer, upload=upload("证明.pdf"))
    filing.submit(report=draft, user=world.filer, version=draft.version)
    text = page(logged_in(world.reviewer), report)
    history = text.partition('id="history"')[2]
    assert "added evidence" in history
    assert "证明.pdf" in history
    assert held.sha256 not in text
