"""Two colleagues of one organization with the same page open."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from progress import filing
from tests.progress.worlds import TODAY, World, make_user, make_world


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def test_a_card_that_was_not_touched_neither_conflicts_nor_overwrites(world):
    """A colleague saves one card; saving another one from an older page leaves theirs alone."""
    mine, theirs = world.report("1-1", "2024Q3"), world.report("27-0", "2024Q3")
    client = Client()
    client.force_login(world.filer)
    page = client.get(reverse("filing")).context
    sent = {
        field.html_name: "" if field.value() is None else field.value()
        for _task, cards in [*page["owed"], *page["others"]]
        for card in cards
        if card.form
        for field in card.form
        if field.name != "not_applicable"
    }
    filing.save_draft(
        report=theirs,
        user=make_user("colleague", "filer", world.education),
        version=theirs.version,
        content=filing.Content(value=Decimal(40), done="同事写的"),
    )
    sent |= {f"r{mine.pk}-value": "5", "act": "save"}
    answer = client.post(reverse("filing") + "?quarter=2024Q3", sent)
    assert answer.status_code == 302
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.value == 5
    assert (theirs.value, theirs.done) == (40, "同事写的")
