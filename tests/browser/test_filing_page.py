"""A quarter filed on one page: what saves itself, what is asked, what is never lost; in Chinese.

Measured here: from the login page to the first submitted value it takes two clicks (the login's
and the card's button) and one page; seven targets are filed on that page with one press at the end.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from departments.models import User
from progress.models import Event, Report
from progress.plans import bring_up_to_date
from tests.browser.conftest import OpenPage
from tests.progress.worlds import PASSWORD, TODAY, World, make_target, make_task, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]
NOW = "2024Q3"
MOST_CLICKS = 3


@pytest.fixture
def world(settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def card(page: Page, report: Report) -> Locator:
    return page.locator(f"#r{report.pk}")


def field(page: Page, report: Report, name: str) -> Locator:
    return page.locator(f"[name=r{report.pk}-{name}]")


def press(page: Page, report: Report, name: str) -> None:
    """As a person does; with scripts the page first saves what is typed, and then leaves."""
    with page.expect_navigation():
        card(page, report).get_by_role("button", name=name, exact=True).click()


def type_login(page: Page, user: User) -> None:
    page.get_by_label("账号").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def stored(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def count_clicks(page: Page) -> Callable[[], int]:
    """Trusted clicks of a person, not those that a script repeats."""
    clicks: list[int] = []
    page.expose_function("clicked", lambda: clicks.append(1))
    page.add_init_script(
        "document.addEventListener('click', e => e.isTrusted && window.clicked(), true)"
    )
    return lambda: len(clicks)


def test_a_draft_saves_itself_and_a_smaller_total_asks_why(world: World, open_page: OpenPage):
    world.accepted("1-1", "2024Q2", value=Decimal(60_000))
    report = world.report("1-1", NOW)
    page = open_page(allowed=("422",))
    clicks = count_clicks(page)
    page.goto("/login/")
    type_login(page, world.filer)
    field(page, report, "value").fill("5.5万")
    field(page, report, "done").press_sequentially("写了一半")
    expect(card(page, report)).to_contain_text("已自动保存")
    expect(card(page, report)).to_contain_text("5.5万 ＝ 55,000 所")
    expect(card(page, report)).to_contain_text("累计数比上次减少")
    page.reload()
    expect(field(page, report, "value")).to_have_value("55,000")
    expect(field(page, report, "done")).to_have_value("写了一半")
    assert clicks() == 1

    field(page, report, "value").fill("五万")
    expect(card(page, report)).to_contain_text("“五万”不是数字")
    expect(card(page, report)).to_contain_text("未保存")
    assert stored(report).value == 55_000

    field(page, report, "value").fill("5万")
    field(page, report, "explanation").fill("两所学校合并")
    expect(card(page, report)).to_contain_text("5万 ＝ 50,000 所")
    press(page, report, "提交")
    expect(page.get_by_role("status").filter(has_text="已提交 1 项")).to_be_visible()
    assert clicks() == 2 <= MOST_CLICKS
    found = stored(report)
    assert (found.state, found.value, found.explanation) == ("submitted", 50_000, "两所学校合并")
    assert [one.act for one in Event.objects.filter(report=report)] == ["autosaved", "submitted"]


def test_seven_targets_with_one_press(world: World, open_page: OpenPage, log_in: LogIn):
    task = make_task(world.plan, 30, world.education, [], "建设四类基地。")
    for place in range(1, 5):
        make_target(task, f"30-{place}", "total", 20, "个", measure=f"基地{place}")
    bring_up_to_date()
    owed = list(Report.objects.of_filer(world.filer).filter(quarter=world.quarter(NOW)))
    page = open_page()
    log_in(page, world.filer)
    page.goto("/filing/")
    for report in owed:
        box = field(page, report, "value")
        if box.evaluate("element => element.tagName") == "SELECT":
            box.select_option("1")
        else:
            box.fill("3")
    page.get_by_role("button", name="提交全部已填项").click()
    expect(page.get_by_role("status").filter(has_text="已提交 7 项")).to_be_visible()
    assert {stored(report).state for report in owed} == {"submitted"}
    assert len(owed) == 7


def test_without_scripts_an_unusual_figure_is_read_back(
    world: World, open_page: OpenPage, log_in: LogIn
):
    world.accepted("27-0", "2024Q2", value=Decimal(40), done="按计划推进")
    total, share = world.report("1-1", NOW), world.report("27-0", NOW)
    page = open_page(javascript=False, allowed=("422",))
    log_in(page, world.filer)
    page.goto("/filing/")
    field(page, total, "value").fill("7.2万")
    press(page, total, "提交")
    expect(card(page, total)).to_contain_text("您填的是“7.2万”，即 72,000 所")
    assert (stored(total).state, stored(total).value) == ("draft", 72_000)
    press(page, total, "提交")
    expect(card(page, total)).to_contain_text("已提交")

    card(page, share).get_by_label("与上季度相同").check()
    press(page, share, "提交")
    expect(card(page, share)).to_contain_text("按计划推进")
    found = stored(share)
    assert (found.state, found.value, found.done) == ("submitted", 40, "按计划推进")


@pytest.mark.parametrize("javascript", [True, False])
def test_an_ended_session_loses_nothing(
    world: World, open_page: OpenPage, log_in: LogIn, javascript: bool, settings: Any
):
    report = world.report("1-1", NOW)
    page = open_page(javascript=javascript, allowed=("401",))
    log_in(page, world.filer)
    page.goto("/filing/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    field(page, report, "value").fill("4")
    field(page, report, "done").fill("第一行\n第二行“引号”")
    if javascript:
        expect(card(page, report)).to_contain_text("登录已过期")
    press(page, report, "提交")
    expect(page.get_by_text("登录已过期，您刚才填写的内容已保留")).to_be_visible()
    type_login(page, world.filer)
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("status").filter(has_text="已提交 1 项")).to_be_visible()
    found = stored(report)
    assert (found.state, found.value) == ("submitted", 4)
    assert found.done.splitlines() == ["第一行", "第二行“引号”"]
