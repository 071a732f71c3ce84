"""The main jobs, done by the people whose jobs they are, in a real browser and in Chinese."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Download, Locator, Page, expect

from departments.models import User
from progress import standings
from progress.models import Report
from tests.browser.conftest import PHONE, OpenPage
from tests.progress.worlds import PASSWORD, TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]


@pytest.fixture
def world(settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def saved_workbook(download: Download) -> Workbook:
    return load_workbook(BytesIO(Path(download.path()).read_bytes()))


def type_login(page: Page, user: User) -> None:
    page.goto("/login/")
    page.get_by_label("账号").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def card(page: Page, report: Report) -> Locator:
    return page.locator(f"#r{report.pk}")


def fill(page: Page, report: Report, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"[name=r{report.pk}-{name}]").fill(text)


def press(page: Page, report: Report, name: str) -> None:
    """Press a card's button: with scripts its page first saves what is typed, and then leaves."""
    with page.expect_navigation():
        card(page, report).get_by_role("button", name=name, exact=True).click()


def test_from_the_login_to_an_accepted_report_and_its_light(world: World, open_page: OpenPage):
    """File, accept, see the light change, take the workbook home."""
    report = world.report("1-1", "2024Q3")
    filer = open_page()
    type_login(filer, world.filer)
    # Who files lands on what they owe: the first value is one page and two clicks away.
    expect(filer.get_by_role("heading", name="我的填报")).to_be_visible()
    fill(filer, report, value="4", done="完成四所学校评审")
    press(filer, report, "提交")
    expect(filer.get_by_role("status")).to_contain_text("已提交 1 项")
    expect(card(filer, report)).to_contain_text("4 所")

    reviewer = open_page()
    type_login(reviewer, world.reviewer)
    reviewer.get_by_role("link", name="待审核 1").first.click()
    reviewer.locator("tbody a", has_text="1-1").click()
    expect(reviewer.locator(".main-figure")).to_contain_text("4 所")
    reviewer.get_by_role("button", name="审核通过").click()
    expect(reviewer.get_by_role("status")).to_contain_text("审核通过")
    expect(reviewer.get_by_text("没有待审核的填报。")).to_be_visible()

    reviewer.goto("/standings/lagging/?quarter=2024Q3")
    row = reviewer.locator("tbody tr", has_text="1-1")
    expect(row).to_contain_text("滞后")
    with reviewer.expect_download() as download:
        reviewer.goto("/")
        reviewer.get_by_label("季度", exact=True).select_option("2024Q3")
        reviewer.get_by_role("button", name="查看").click()
        reviewer.wait_for_url("**quarter=2024Q3")
        reviewer.get_by_role("link", name="年度汇总表").click()
    book = saved_workbook(download.value)
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 4 in cells
    assert standings.differences(world.plan) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_returned_report_is_corrected(
    world: World, open_page: OpenPage, log_in: LogIn, javascript: bool
):
    report = world.report("8-1", "2024Q3", world.counties[0])
    filer = open_page(javascript=javascript)
    log_in(filer, world.county_filer)
    filer.goto("/filing/")
    fill(filer, report, value="1", done="已挂牌")
    press(filer, report, "提交")

    reviewer = open_page(javascript=javascript)
    log_in(reviewer, world.reviewer)
    reviewer.goto(f"/reports/{report.pk}/")
    reviewer.locator(".decide summary").click()
    reviewer.locator("[name=reason]").fill("请补充挂牌文件编号。")
    reviewer.locator(".return-form button").last.click()
    expect(reviewer.get_by_role("status")).to_contain_text("已退回")

    filer.goto("/filing/")
    expect(card(filer, report)).to_contain_text("请补充挂牌文件编号。")
    expect(filer.locator(f"[name=r{report.pk}-done]")).to_have_value("已挂牌")
    fill(filer, report, done="已挂牌，文号宛教〔2024〕1号")
    press(filer, report, "提交")
    reviewer.goto(f"/reports/{report.pk}/")
    expect(reviewer.locator(".history")).to_contain_text("请补充挂牌文件编号。")
    reviewer.get_by_role("button", name="审核通过").click()
    report.refresh_from_db()
    assert report.state == Report.State.ACCEPTED
    assert world.standing("8-1", "2024Q3", world.counties[0]).light == "blue"


def test_a_bad_number_is_named_and_nothing_typed_is_lost(
    world: World, open_page: OpenPage, log_in: LogIn
):
    filer = open_page(allowed=("422",))
    log_in(filer, world.filer)
    filer.goto("/filing/")
    good, bad = world.report("27-0", "2024Q3"), world.report("1-1", "2024Q3")
    fill(filer, good, value="60%", done="按计划推进")
    fill(filer, bad, value="大约五所", done="写了很多字")
    with filer.expect_navigation():
        filer.get_by_role("button", name="保存草稿").first.click()
    expect(card(filer, bad).locator(".field-error")).to_contain_text("“大约五所”不是数字")
    expect(filer.locator(f"[name=r{bad.pk}-done]")).to_have_value("写了很多字")
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, good.value) == (Report.State.DRAFT, Decimal(60))
    assert bad.state == Report.State.UNFILED


def test_two_clerks_at_once_the_second_is_told(world: World, open_page: OpenPage, log_in: LogIn):
    report = world.report("1-1", "2024Q3")
    first, second = open_page(), open_page(allowed=("409",))
    for one in (first, second):
        log_in(one, world.filer)
        one.goto("/filing/")
    fill(first, report, value="5")
    press(first, report, "保存草稿")
    expect(first.get_by_role("status")).to_be_visible()
    fill(second, report, value="6")
    press(second, report, "保存草稿")
    expect(card(second, report)).to_contain_text("已改动此项")
    expect(second.locator(f"[name=r{report.pk}-value]")).to_have_value("6")
    report.refresh_from_db()
    assert report.value == 5


def test_a_light_says_why_without_leaving_the_page(
    world: World, open_page: OpenPage, log_in: LogIn
):
    world.accepted("1-1", "2024Q2", value=Decimal(2))
    page = open_page()
    log_in(page, world.inspector)
    page.goto("/standings/lagging/")
    page.locator("tr", has_text="1-1").locator("a.why").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("序时进度为 4 所，实际仅 2 所")
    expect(dialog).to_contain_text("市教育局 · 2024年第2季度")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.url.endswith("/standings/lagging/")


def test_a_light_says_why_without_scripts(world: World, open_page: OpenPage, log_in: LogIn):
    world.accepted("1-1", "2024Q2", value=Decimal(2))
    page = open_page(javascript=False)
    log_in(page, world.inspector)
    page.goto("/standings/lagging/")
    page.locator("tr", has_text="1-1").locator("a.why").click()
    expect(page.get_by_text("序时进度为 4 所，实际仅 2 所")).to_be_visible()


def test_a_list_is_downloaded_as_filtered(world: World, open_page: OpenPage, log_in: LogIn):
    page = open_page()
    log_in(page, world.inspector)
    page.goto("/standings/")
    page.get_by_label("县区", exact=True).select_option(label="卧龙区")
    page.get_by_role("button", name="筛选").click()
    rows = page.locator("tbody tr").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    sheet = saved_workbook(download.value).worksheets[0]
    assert sheet.max_row - 3 == rows == 2


ADDRESSES = {
    "filer": ["/", "/filing/", "/tasks/", "/standings/", "/reports/", "/password/"],
    "county_filer": ["/", "/filing/", "/counties/", "/reports/unfiled/"],
    "reviewer": [
        "/",
        "/queue/",
        "/holding/",
        "/quarters/",
        "/tasks/",
        "/departments/",
        "/reports/",
    ],
    "inspector": [
        "/",
        "/standings/",
        "/standings/overdue/",
        "/standings/lagging/",
        "/standings/silent/",
        "/standings/due-soon/",
        "/reports/unfiled/",
    ],
    "administrator": ["/", "/admin/", "/admin/departments/organization/", "/admin/tasks/target/"],
}


@pytest.mark.parametrize("size", [(1366, 768), PHONE, (320, 640)], ids=["office", "phone", "320"])
@pytest.mark.parametrize("role", ADDRESSES)
def test_pages_fit_the_screen(
    world: World, open_page: OpenPage, log_in: LogIn, role: str, size: tuple[int, int]
):
    """No page scrolls sideways; the watch of `open_page` also fails on any console error."""
    world.filed("1-1", "2024Q3", value=Decimal(4))
    page = open_page(size=size)
    log_in(page, getattr(world, role))
    objects = [] if role in {"administrator", "county_filer"} else _object_pages(world)
    for address in [*ADDRESSES[role], *objects]:
        if size[0] == 320 and address.startswith("/admin/"):
            continue  # Django's own pages are made for wider screens
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def _object_pages(world: World) -> list[str]:
    target, report = world.targets["1-1"], world.report("1-1", "2024Q3")
    return [
        f"/tasks/{target.task_id}/",
        f"/organizations/{world.education.pk}/",
        f"/reports/{report.pk}/",
        f"/standings/{world.standing('1-1', '2024Q2').pk}/",
    ]


def test_the_language_is_chosen_on_the_page(world: World, open_page: OpenPage, log_in: LogIn):
    page = open_page()
    log_in(page, world.inspector)
    page.goto("/tasks/")
    expect(page.get_by_role("heading", name="任务")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="任务")).to_be_visible()
