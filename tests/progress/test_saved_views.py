"""Lists kept as they are filtered: one's own, opening on the latest quarter."""

import pytest
from django.test import Client
from django.urls import reverse

from progress import saved_views
from progress.models import SavedView
from progress.refusals import Refused
from tests.progress.worlds import TODAY, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("quarter=2024Q2&light=red&page=3&export=xlsx", "light=red"),
        ("light=&task=&words=%E6%95%99", "words=%E6%95%99"),
        ("a=1&a=2", "a=1&a=2"),
        ("words=%00", "words=%00"),
    ],
)
def test_what_is_kept_of_an_address(query, kept):
    assert saved_views.filters_of(query) == kept


def test_every_page_that_can_be_kept_opens_for_who_may(world):
    client = client_of(world.reviewer)
    for page in sorted(saved_views.PAGES):
        view = saved_views.save(user=world.reviewer, name=page, page=page, query="task=1")
        assert client.get(view.address).status_code == 200, page


@pytest.mark.parametrize(
    ("name", "page", "query"),
    [
        ("", "lagging", ""),
        (" 　", "lagging", ""),
        ("首页", "home", ""),
        ("后台", "admin:index", ""),
        ("外站", "https://example.com/", ""),
        ("太长", "lagging", "words=" + "a" * 1000),
    ],
)
def test_what_is_not_kept(world, name, page, query):
    with pytest.raises(Refused):
        saved_views.save(user=world.filer, name=name, page=page, query=query)
    assert not SavedView.objects.exists()


def test_one_of_the_same_name_is_replaced_and_there_is_an_end(world):
    for number in range(saved_views.MOST):
        saved_views.save(user=world.filer, name=f"{number}", page="lagging", query="")
    with pytest.raises(Refused):
        saved_views.save(user=world.filer, name="又一个", page="lagging", query="")
    saved_views.save(user=world.filer, name="0", page="overdue", query="task=1")
    view = SavedView.objects.get(person=world.filer, name="0")
    assert view.address == f"{reverse('overdue')}?task=1"
    saved_views.save(user=world.reviewer, name="0", page="lagging", query="")


def test_saved_on_a_list_opened_and_given_up_by_oneself_alone(world):
    client, other = client_of(world.reviewer), client_of(world.inspector)
    page = client.get(reverse("standings"), {"light": "red", "quarter": "2024Q2"})
    assert 'name="query" value="light=red&amp;quarter=2024Q2"' in page.content.decode()
    sent = {"name": "红灯", "page": "standings", "query": "light=red&quarter=2024Q2"}
    answer = client.post(reverse("saved-views"), sent)
    assert answer["Location"] == f"{reverse('standings')}?light=red"
    assert "红灯" in client.get(reverse("saved-views")).content.decode()
    assert "红灯" not in other.get(reverse("saved-views")).content.decode()
    where = reverse("delete-saved-view", args=[SavedView.objects.get().pk])
    assert other.post(where).status_code == 404
    assert client.post(where).status_code == 302
    assert not SavedView.objects.exists()
