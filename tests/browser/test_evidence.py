"""Evidence from the filer's disk to the reviewer's, in a real browser."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from departments.models import User
from progress.models import Report
from tests.browser.conftest import PHONE, OpenPage
from tests.evidence_files import office, pdf
from tests.progress.worlds import TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]


@pytest.fixture
def world(settings, tmp_path: Path) -> World:
    settings.BUSINESS_DATE = TODAY
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_world()


@pytest.fixture
def two_files(tmp_path: Path) -> list[Path]:
    contents = {"关于命名示范学校的通知.pdf": pdf(), "名单（8所）.xlsx": office("xlsx")}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("javascript", [True, False])
def test_two_files_are_added_and_the_reviewer_takes_them_home(
    world: World, open_page: OpenPage, log_in: LogIn, two_files: list[Path], javascript: bool
):
    world.plan.evidence_when_met = True
    world.plan.save()
    report = world.report("1-1", "2024Q3")
    filer = open_page(javascript=javascript, allowed=("422",))
    log_in(filer, world.filer)
    filer.goto("/filing/")
    card = filer.locator(f"#r{report.pk}")
    filer.locator(f"[name=r{report.pk}-value]").fill("8")
    card.locator(f"[value=submit-{report.pk}]").click()
    expect(card.get_by_role("alert")).to_be_visible()

    card.locator(".card-evidence a").click()
    filer.wait_for_url("**/reports/*/#evidence")
    filer.locator("#evidence input[type=file]").set_input_files(two_files)
    filer.locator(".evidence-form button").click()
    expect(filer.locator(".evidence-file")).to_have_count(2)
    assert fits(filer)
    filer.go_back()
    filer.goto("/filing/")
    card.locator(f"[value=submit-{report.pk}]").click()
    expect(filer.get_by_role("status")).to_contain_text("已提交 1 项")
    assert Report.objects.get(pk=report.pk).state == "submitted"

    reviewer = open_page(javascript=javascript)
    log_in(reviewer, world.reviewer)
    reviewer.goto(f"/reports/{report.pk}/")
    for path in two_files:
        with reviewer.expect_download() as download:
            reviewer.get_by_role("link", name=path.name).click()
        assert download.value.suggested_filename == path.name
        assert Path(download.value.path()).read_bytes() == path.read_bytes()
    expect(reviewer.locator("#evidence form")).to_have_count(0)


def test_a_bad_file_is_named_on_a_phone(
    world: World, open_page: OpenPage, log_in: LogIn, two_files: list[Path], tmp_path: Path
):
    report = world.filed("1-1", "2024Q3", state="draft", value=Decimal(8))
    bad = tmp_path / "很长的文件名称以检验手机上是否会横向滚动_20241010_最终版_v2.pdf"
    bad.write_bytes(b"MZ")
    page = open_page(size=PHONE, allowed=("422",))
    log_in(page, world.filer)
    page.goto(f"/reports/{report.pk}/")
    page.locator("#evidence input[type=file]").set_input_files([*two_files, bad])
    page.locator(".evidence-form button").click()
    expect(page.locator("#evidence").get_by_role("alert")).to_contain_text(bad.name)
    assert fits(page)
    assert not report.evidence.exists()
    bad.write_bytes(pdf("x"))
    page.locator("#evidence input[type=file]").set_input_files([*two_files, bad])
    page.locator(".evidence-form button").click()
    expect(page.locator(".evidence-file")).to_have_count(3)
    assert fits(page)
    page.locator("#evidence li", has_text="名单").locator("form button").click()
    expect(page.locator("#evidence > .evidence-list li")).to_have_count(2)
    expect(page.locator("#evidence details")).to_contain_text("名单")
