"""A robot's address and secret in /admin/: the secret goes in, and never comes out again."""

import pytest
from django.test import Client

from departments.models import Organization
from tests.progress.worlds import TODAY, World, make_world
from tests.test_admin import change_address, logged_in, save, sent_by_a_browser

ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=a"
SECRET = "SEC-only-for-tests"


@pytest.fixture
def world(db, settings) -> World:
    settings.BUSINESS_DATE = TODAY
    return make_world()


@pytest.fixture
def client(world) -> Client:
    client = logged_in(world.administrator)
    save(client, where(world), robot_url=ADDRESS, robot_secret=SECRET)
    return client


def where(world: World) -> str:
    return change_address(world, "departments_organization")


def stored(world: World) -> tuple[str, str]:
    one = Organization.objects.get(pk=world.counties[0].pk)
    return one.robot_url, one.robot_secret


def test_the_secret_is_stored_and_not_shown(world, client):
    assert stored(world) == (ADDRESS, SECRET)
    assert SECRET not in client.get(where(world)).content.decode()
    history = client.get(where(world).replace("change", "history")).content.decode()
    assert SECRET not in history


def test_an_empty_field_keeps_it_and_an_empty_address_takes_it_away(world, client):
    save(client, where(world), short_name="宛城")
    assert stored(world) == (ADDRESS, SECRET)
    save(client, where(world), robot_secret="SEC-other")
    assert stored(world) == (ADDRESS, "SEC-other")
    save(client, where(world), robot_url="")
    assert stored(world) == ("", "")


@pytest.mark.parametrize("address", ["ftp://host/robot", "oapi.dingtalk.com", "https://a b/"])
def test_what_is_no_address_is_refused(world, client, address):
    sent = sent_by_a_browser(client, where(world)) | {"robot_url": address, "robot_secret": SECRET}
    answer = client.post(where(world), sent)
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    assert stored(world) == (ADDRESS, SECRET)
