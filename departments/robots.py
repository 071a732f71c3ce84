"""Addresses of group robots (WeCom, DingTalk). Pure: no Django."""

from collections.abc import Collection
from hashlib import sha256
from urllib.parse import urlsplit


class NoRobotAddress(ValueError):
    """Nothing that a message could be sent to, or to a host that the installation does not allow.

    The text never holds the address: its key lets whoever has it write to the group.
    """


def robot_host(address: str, allowed: Collection[str] = ()) -> str:
    """The host of a robot's address. Raises NoRobotAddress.

    `allowed` are the hosts that messages may go to; empty for any.
    """
    if any(one.isspace() or not one.isprintable() or ord(one) > 126 for one in address):
        raise NoRobotAddress("spaces or other characters")
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise NoRobotAddress("malformed") from error
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise NoRobotAddress("not http or https")
    if allowed and host not in allowed:
        raise NoRobotAddress("host not allowed")
    return host


def robot_name(address: str) -> str:
    """How a robot is called on pages and in logs: its host, and a mark that tells it from others.

    The mark is no way back to the key.
    """
    return f"{robot_host(address)}#{sha256(address.encode()).hexdigest()[:6]}"
