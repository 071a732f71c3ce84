"""Group robots: what arrives there, byte for byte, and what their answers mean."""

import base64
import hashlib
import hmac
import json
import logging
import socket
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError

from departments.models import validate_robot
from departments.robots import robot_name
from progress.channels import NotSent, Unknown, robots
from tests.progress.robot_server import Robot, robot_server

SECRET = "SEC0123456789abcdef"


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_server() as started:
        yield started


def test_what_arrives_at_wecom(robot):
    answer = robots.send(robot.url, "", "【督查督办】3 项未报\n“请办理” & <速>")
    path, headers, body = robot.received[0]
    assert path == "/robot/send?access_token=key-of-the-group"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    expected = '{"msgtype": "text", "text": {"content": "【督查督办】3 项未报\\n“请办理” & <速>"}}'
    assert body == expected.encode()
    assert answer == 'HTTP 200 {"errcode":0,"errmsg":"ok"}'


def test_what_arrives_at_dingtalk_is_signed(robot):
    robots.send(robot.url, SECRET, "请填报")
    asked = parse_qs(urlsplit(robot.received[0][0]).query, strict_parsing=True)
    assert asked.keys() == {"access_token", "timestamp", "sign"}
    moment = asked["timestamp"][0]
    assert abs(int(moment) / 1000 - time.time()) < 60
    told = f"{moment}\n{SECRET}".encode()
    sign = base64.b64encode(hmac.new(SECRET.encode(), told, hashlib.sha256).digest()).decode()
    assert asked["sign"] == [sign]
    assert SECRET not in robot.received[0][0]
    assert json.loads(robot.received[0][2])["msgtype"] == "text"


def test_the_signature_of_a_known_moment():
    """printf '1700000000000\\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64"""
    assert robots.signature("SECabc", 1_700_000_000_000) == KNOWN


KNOWN = "jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM="


UNREADABLE = [
    (500, b"<h1>down</h1>"),
    (502, b'{"errcode":0}'),
    (504, b""),
    (200, b"ok"),
    (200, b"[0]"),
    (200, b""),
    (200, b'{"errcode":false}'),
    (200, b'{"errcode":0'),
    (200, b"\xff\xfe"),
]


@pytest.mark.parametrize(("status", "answer"), UNREADABLE)
def test_what_may_have_arrived_all_the_same_is_unknown(robot, status, answer):
    robot.status, robot.answer = status, answer
    with pytest.raises(Unknown):
        robots.send(robot.url, "", "请填报")


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (200, b'{"errcode":310000,"errmsg":"sign not match"}', "sign not match"),
        (200, b'{"errcode":45009}', "45009"),
        (204, b"", "HTTP 204"),
        (404, b'{"errcode":0}', "HTTP 404"),
    ],
)
def test_anything_but_errcode_nought_has_failed(robot, status, answer, told):
    robot.status, robot.answer = status, answer
    with pytest.raises(NotSent, match=r".") as refused:
        robots.send(robot.url, "", "请填报")
    assert told in str(refused.value)
    assert len(robot.received) == 1


def test_no_redirect_is_followed(robot):
    with robot_server() as other:
        robot.status, robot.headers = 307, {"Location": other.url}
        with pytest.raises(NotSent, match="HTTP 307"):
            robots.send(robot.url, "", "请填报")
        assert other.received == []


def test_silence_leaves_it_open_whether_it_arrived(robot, monkeypatch):
    monkeypatch.setattr(robots, "TIMEOUT", 0.2)
    robot.hangs = True
    with pytest.raises(Unknown):
        robots.send(robot.url, "", "请填报")
    assert len(robot.received) == 1


def test_an_answer_that_trickles_in_for_ever_is_none(robot, monkeypatch):
    monkeypatch.setattr(robots, "TIMEOUT", 0.2)
    robot.trickles = True
    with pytest.raises(Unknown):
        robots.send(robot.url, "", "请填报")


def test_what_was_not_reached_has_surely_not_arrived():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/robot?key=secret-key"
        with pytest.raises(NotSent) as refused:
            robots.send(nobody, "", "请填报")
    assert "secret-key" not in str(refused.value)


def test_neither_key_nor_secret_is_logged_or_told(robot, caplog):
    caplog.set_level(logging.DEBUG)
    robot.status = 404
    with pytest.raises(NotSent) as refused:
        robots.send(robot.url, SECRET, "请填报")
    said = caplog.text + str(refused.value)
    assert SECRET not in said
    assert "key-of-the-group" not in said


@pytest.mark.parametrize("length", [600, 682, 683, 2000])
def test_a_text_is_cut_at_a_whole_character(length):
    content = json.loads(robots.body("督" * length))["text"]["content"]
    assert len(content.encode()) <= robots.MOST_BYTES
    assert content == "督" * length if length <= 682 else content == "督" * 681 + "…"


@pytest.mark.parametrize(
    ("address", "is_good"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a", True),
        ("https://oapi.dingtalk.com/robot/send?access_token=a", True),
        ("http://relay:8080/send", True),
        ("ftp://oapi.dingtalk.com/robot", False),
        ("file:///etc/passwd", False),
        ("//oapi.dingtalk.com/robot", False),
        ("https:///robot", False),
        ("https://user:password@host/robot", False),
        ("https://host:99999/robot", False),
        ("https://host/a b", False),
        ("https://host/\r\nX: y", False),
        ("https://[::1/robot", False),
        ("督查", False),
    ],
)
def test_which_addresses_are_taken(address, is_good):
    if is_good:
        validate_robot(address)
        assert robot_name(address).startswith(str(urlsplit(address).hostname))
        return
    with pytest.raises(ValidationError):
        validate_robot(address)
    with pytest.raises(NotSent):
        robots.send(address, "", "请填报")


def test_hosts_can_be_restricted(settings, robot):
    settings.ROBOT_HOSTS = ["qyapi.weixin.qq.com"]
    validate_robot("https://qyapi.weixin.qq.com/send?key=a")
    with pytest.raises(ValidationError):
        validate_robot(robot.url)
    with pytest.raises(NotSent):
        robots.send(robot.url, "", "请填报")
    assert robot.received == []


def test_the_name_of_a_robot_tells_no_key():
    one, other = (f"https://oapi.dingtalk.com/robot/send?access_token={key}" for key in "ab")
    assert robot_name(one) == robot_name(one) != robot_name(other)
    assert "access_token" not in robot_name(one)
