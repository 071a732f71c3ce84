"""Group robots of WeCom (企业微信) and DingTalk (钉钉): one JSON text message to a Webhook address.

Both take {"msgtype": "text", "text": {"content": ...}} and answer {"errcode": 0} when they have
sent it. WeCom takes 2048 bytes of UTF-8; both take 20 messages a minute from one robot, and
DingTalk shuts out for ten minutes who sends more. A DingTalk robot with signing (加签) wants the
moment in milliseconds and base64(HMAC-SHA256(secret, "moment\\nsecret")) in the address.
"""

import base64
import hmac
import json
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, quote_plus, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from departments.robots import NoRobotAddress, robot_host
from progress.channels import NotSent, Unknown

MOST_BYTES = 2048
PER_MINUTE = 18
"""Two fewer than the robots take: two runs at once may each be one ahead of what they counted."""
TIMEOUT = 10
"""Seconds, for the connection and for each piece of the answer."""
MOST_ANSWER = 4096


def send(address: str, secret: str, text: str) -> str:
    """Send `text` to the robot; returns its answer. No redirect is followed.

    Raises NotSent where it was not reached or said no, Unknown where it was reached and gave no
    answer. Neither holds the address or the secret.
    """
    try:
        robot_host(address, settings.ROBOT_HOSTS)
    except NoRobotAddress as error:
        raise NotSent(_("no address of a robot, or a host that is not allowed")) from error
    parts = urlsplit(address)
    with closing(_connection(parts)) as connection:
        try:
            connection.connect()
        except (OSError, ValueError) as error:
            raise NotSent(_("not reached: %(why)s") % {"why": type(error).__name__}) from error
        status, answer = _exchange(connection, _path(parts, secret), body(text))
    return _checked(status, answer)


def body(text: str) -> bytes:
    """The message as it goes out; a text that is too long is cut at a whole character."""
    raw = text.encode()
    if len(raw) > MOST_BYTES:
        text = raw[: MOST_BYTES - 3].decode(errors="ignore") + "…"
    return json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()


def signature(secret: str, moment: int) -> str:
    """The `sign` of DingTalk's robots; `moment` in milliseconds."""
    told = f"{moment}\n{secret}".encode()
    return base64.b64encode(hmac.digest(secret.encode(), told, "sha256")).decode()


def _connection(parts: SplitResult) -> HTTPConnection:
    maker = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return maker(parts.hostname or "", parts.port, timeout=TIMEOUT)


def _path(parts: SplitResult, secret: str) -> str:
    asked = [parts.query] if parts.query else []
    if secret:
        moment = time.time_ns() // 1_000_000
        asked.append(f"timestamp={moment}&sign={quote_plus(signature(secret, moment))}")
    return (parts.path or "/") + ("?" + "&".join(asked) if asked else "")


def _exchange(connection: HTTPConnection, path: str, sent: bytes) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        connection.request("POST", path, sent, headers)
        answer = connection.getresponse()
        return answer.status, _read(answer)
    except (OSError, HTTPException) as error:
        raise Unknown(_("no answer: %(why)s") % {"why": type(error).__name__}) from error


def _read(answer: HTTPResponse) -> bytes:
    """The first bytes of the answer. One that trickles in for longer than TIMEOUT is none."""
    until, read = time.monotonic() + TIMEOUT, b""
    while len(read) < MOST_ANSWER and (more := answer.read1(MOST_ANSWER - len(read))):
        read += more
        if time.monotonic() > until:
            raise TimeoutError
    return read


def _checked(status: int, answer: bytes) -> str:
    """The robot's answer when it says that the message is out.

    Raises NotSent when it says that it is not, Unknown when it may be all the same: a gateway that
    gave up waiting (5xx), or an answer that cannot be read.
    """
    text = answer.decode(errors="replace").strip()
    told = f"HTTP {status} {text}"
    try:
        code = json.loads(text).get("errcode") if status == 200 else None
    except (ValueError, AttributeError, RecursionError):
        code = None
    is_code = isinstance(code, int) and not isinstance(code, bool)
    if status >= 500 or (status == 200 and not is_code):
        raise Unknown(told)
    if code != 0:
        raise NotSent(told)
    return told
