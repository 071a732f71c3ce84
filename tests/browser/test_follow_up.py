"""Urging, answering, more time and closing, by the people whose jobs they are."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from departments.models import User
from progress import closing, extending, standings, urging
from progress.models import Acknowledgement, Urge
from tests.browser.conftest import PHONE, OpenPage
from tests.progress.worlds import TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]


@pytest.fixture
def world(settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.mark.parametrize("javascript", [True, False])
def test_urged_from_the_list_and_answered(
    world: World, open_page: OpenPage, log_in: LogIn, javascript: bool
):
    world.accepted("1-1", "2024Q2", value=Decimal(2))
    inspector, filer = open_page(javascript=javascript), open_page(javascript=javascript)
    log_in(inspector, world.inspector)
    inspector.goto("/standings/lagging/?quarter=2024Q2")
    inspector.locator("tbody tr", has_text="1-1").locator("[name=chosen]").check()
    inspector.locator("[name=message]").fill("请于周五前报送整改方案。")
    inspector.locator(".urge-box button").click()
    expect(inspector.get_by_role("status")).to_be_visible()
    expect(inspector.locator("tbody tr", has_text="1-1")).to_contain_text("1")

    log_in(filer, world.filer)
    filer.goto("/urges/")
    expect(filer.locator('.menu a[href="/urges/"] .count')).to_have_text("1")
    filer.locator("tbody a").first.click()
    expect(filer.locator(".talk")).to_contain_text("请于周五前报送整改方案。")
    for text in ("已召开推进会。", "方案已报送。"):
        filer.locator("[name=text]").fill(text)
        filer.locator(".return-form button").click()
        expect(filer.locator(".talk")).to_contain_text(text)
    expect(filer.locator('.menu a[href="/urges/"] .count')).to_have_count(0)

    inspector.goto("/urges/")
    expect(inspector.locator("tbody tr").first).to_contain_text("方案已报送。")
    assert Urge.objects.get().replies.count() == 2


def test_every_row_is_ticked_at_once_with_scripts(world: World, open_page: OpenPage, log_in: LogIn):
    page = open_page()
    log_in(page, world.reviewer)
    page.goto("/reports/unfiled/?quarter=2024Q2")
    page.locator("th.choice input").check()
    rows = page.locator("tbody tr").count()
    page.locator(".urge-box button").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert Urge.objects.count() == rows > 3


def test_more_time_is_asked_for_and_granted(world: World, open_page: OpenPage, log_in: LogIn):
    world.accepted("1-1", "2024Q2", value=Decimal(3))
    filer, reviewer = open_page(), open_page()
    log_in(filer, world.filer)
    task = f"/tasks/{world.targets['1-1'].task_id}/?quarter=2024Q2"
    filer.goto(task)
    filer.locator('a[href$="/extend/"]').click()
    filer.locator("[name=until]").fill("2027-12-31")
    filer.locator("[name=reason]").fill("校舍用地审批延后。")
    filer.locator("[name=progress]").fill("已建成三所。")
    filer.locator("form.return-form button").click()
    expect(filer.get_by_role("status")).to_be_visible()

    log_in(reviewer, world.reviewer)
    reviewer.goto("/extensions/")
    expect(reviewer.locator('.menu a[href="/extensions/"] .count')).to_have_text("1")
    reviewer.locator("tbody a").first.click()
    expect(reviewer.locator("main")).to_contain_text("校舍用地审批延后。")
    reviewer.locator("[name=reason]").fill("情况属实，同意。")
    reviewer.locator("[name=act][value=grant]").click()
    expect(reviewer.get_by_role("status")).to_be_visible()
    expect(reviewer.locator("[name=act]")).to_have_count(0)

    filer.goto(task)
    expect(filer.locator("section.target").first).to_contain_text("2027-12-31")
    expect(filer.locator("section.target").first).to_contain_text("2025-12-31")
    expect(filer.locator("section.target .panel-head .light-green")).to_be_visible()
    assert standings.differences(world.plan) == []


def test_a_task_is_closed_and_reopened(world: World, open_page: OpenPage, log_in: LogIn):
    world.accepted("1-1", "2024Q2", value=Decimal(8))
    filer, reviewer = open_page(), open_page()
    log_in(filer, world.filer)
    filer.goto(f"/tasks/{world.targets['1-1'].task_id}/")
    filer.locator('a[href$="/close/"]').click()
    filer.locator("[name=reason]").fill("八所示范学校全部挂牌。")
    filer.locator("form.return-form button").click()
    expect(filer.get_by_role("status")).to_be_visible()

    log_in(reviewer, world.reviewer)
    reviewer.goto("/closures/")
    expect(reviewer.locator('.menu a[href="/closures/"] .count')).to_have_text("1")
    reviewer.locator("tbody a").first.click()
    reviewer.locator("[name=reason]").fill("现场核验无误。")
    reviewer.locator("[name=act][value=grant]").click()
    expect(reviewer.get_by_role("status")).to_be_visible()

    report = world.report("1-1", "2024Q3")
    filer.goto("/filing/?quarter=2024Q3")
    expect(filer.locator(f"[name=r{report.pk}-value]")).to_have_count(0)
    reviewer.locator("summary").click()
    reviewer.locator("[name=reason]").fill("抽查发现两所未达标。")
    reviewer.locator("details form button").click()
    filer.goto("/filing/?quarter=2024Q3")
    expect(filer.locator(f"[name=r{report.pk}-value]")).to_be_visible()


def test_tasks_are_acknowledged_together(world: World, open_page: OpenPage, log_in: LogIn):
    page = open_page(javascript=False)
    log_in(page, world.county_filer)
    page.goto("/acknowledge/")
    expect(page.locator('.menu a[href="/acknowledge/"] .count')).to_have_text("3")
    for box in page.locator("[name=chosen]").all():
        box.check()
    page.locator(".urge-box button").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert Acknowledgement.objects.filter(by=world.county_filer).count() == 3


ADDRESSES = {
    "filer": ["/acknowledge/", "/acknowledgements/", "/urges/", "/extensions/", "/closures/"],
    "reviewer": [
        "/acknowledgements/",
        "/urges/",
        "/extensions/",
        "/closures/",
        "/standings/lagging/?quarter=2024Q2",
        "/reports/unfiled/?quarter=2024Q2",
    ],
}


@pytest.mark.parametrize("size", [(1366, 768), PHONE, (320, 640)], ids=["office", "phone", "320"])
@pytest.mark.parametrize("role", ADDRESSES)
def test_pages_fit_the_screen(
    world: World, open_page: OpenPage, log_in: LogIn, role: str, size: tuple[int, int]
):
    own = _objects(world)
    page = open_page(size=size)
    log_in(page, getattr(world, role))
    forms = [own["extend"], own["close"]] if role == "filer" else []
    for address in [*ADDRESSES[role], own["urge"], own["extension"], own["closure"], *forms]:
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def _objects(world: World) -> dict[str, str]:
    """One of each, and where its page is."""
    world.accepted("1-1", "2024Q2", value=Decimal(2))
    world.accepted("22-1", "2024Q2", value=Decimal(1))
    matters = [urging.of_standing(world.standing("1-1", "2024Q2"))]
    message = "工作进度滞后，请查明原因、采取措施，本季度内赶上序时进度。"
    urge = urging.urge(user=world.inspector, matters=matters, message=message).now[0]
    urging.reply(urge=urge, user=world.filer, seen=0, text="已召开推进会，逐校明确责任人。")
    extension = extending.ask(
        target=world.targets["1-1"],
        user=world.filer,
        reason="校舍用地审批延后，工期顺延。",
        progress="已建成两所，三所在建。",
        until=date(2026, 12, 31),
    )
    closure = closing.ask(
        task=world.targets["22-1"].task, user=world.filer, reason="督查方案已印发。"
    )
    return {
        "urge": f"/urges/{urge.pk}/",
        "extension": f"/extensions/{extension.pk}/",
        "closure": f"/closures/{closure.pk}/",
        "extend": f"/targets/{world.targets['27-0'].pk}/extend/",
        "close": f"/tasks/{world.targets['8-1'].task_id}/close/",
    }
