"""Filing by workbook in a real browser, with scripts and without."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from departments.models import User
from progress.models import Report
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.progress.worlds import TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]


@pytest.fixture
def world(settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def saved(page: Page, click: Callable[[], None], folder: Path) -> Path:
    """What clicking there downloads."""
    with page.expect_download() as download:
        click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def fill_in(path: Path, **cells: object) -> Path:
    book = load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(path)
    return path


def send(page: Page, path: Path) -> None:
    page.get_by_label("填好后上传").set_input_files(path)
    page.get_by_role("button", name="上传并核对").click()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_from_the_template_to_submitted_reports(
    world: World, open_page: OpenPage, log_in: LogIn, tmp_path: Path, size, javascript: bool
):
    page = open_page(size=size, javascript=javascript, allowed=("422",))
    log_in(page, world.filer)
    page.goto("/filing/?quarter=2024Q3")
    link = page.get_by_role("link", name="下载2024年第3季度模板")
    path = saved(page, link.click, tmp_path)
    assert path.name == "市教育局2024Q3填报表.xlsx"

    send(page, fill_in(path, H4="大约五所", M4="完成评审", H5="已完成"))
    expect(page.get_by_role("alert")).to_contain_text("没有保存任何内容")
    expect(page.locator(".faults tbody tr")).to_contain_text("“大约五所”不是数字")
    expect(page.locator(".faults tbody tr")).to_contain_text("H（完成值）")
    button = page.get_by_role("button", name="下载标出错误的工作簿")
    marked = saved(page, button.click, tmp_path)
    assert "大约五所" in load_workbook(marked).worksheets[0]["H4"].comment.text

    send(page, fill_in(marked, H4=5))
    expect(page.get_by_text("2 项有改动")).to_be_visible()
    expect(page.locator(".differences")).to_contain_text("完成评审")
    assert not Report.objects.exclude(state="unfiled").exists()
    page.get_by_role("button", name="保存，并提交已填好的 2 项").click()
    expect(page.get_by_role("status").first).to_contain_text("已保存 2 份草稿")
    one = world.report("1-1", "2024Q3")
    assert (one.state, one.value, one.done) == ("submitted", Decimal(5), "完成评审")
    assert world.report("27-0", "2024Q3").state == "unfiled"


@pytest.mark.parametrize("size", [DESKTOP, PHONE, (320, 640)])
def test_no_page_is_wider_than_the_screen(
    world: World, open_page: OpenPage, log_in: LogIn, tmp_path: Path, size
):
    world.filed("1-1", "2024Q3", state="draft", value=Decimal(3), done="已评审三所学校。" * 30)
    page = open_page(size=size, allowed=("422",))
    log_in(page, world.filer)
    page.goto("/filing/?quarter=2024Q3")
    _assert_fits(page)
    path = saved(page, page.get_by_role("link", name="下载2024年第3季度模板").click, tmp_path)
    send(page, fill_in(path, H4="五", M4="已评审五所学校。" * 40, H6="=1+1"))
    _assert_fits(page)
    send(page, fill_in(path, H4=5, H6="60%"))
    expect(page.get_by_text("2 项有改动")).to_be_visible()
    _assert_fits(page)


def _assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
