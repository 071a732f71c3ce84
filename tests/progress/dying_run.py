"""A run of send_reminders in a process of its own that dies at a chosen point.

    python -m tests.progress.dying_run claimed|sending|answered

`sending` dies by a signal from outside, while the robot keeps it waiting.
"""

import os
import sys

import django
from django.core.management import call_command


def die(*_args: object, **_kwargs: object) -> None:
    os._exit(9)


def main(point: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from progress import delivering
    from progress.channels import robots

    if point == "claimed":
        delivering._send = die  # type: ignore[assignment]
    if point == "answered":
        send = robots.send
        robots.send = lambda *args: die(send(*args))  # type: ignore[assignment]
    call_command("send_reminders", on="2024-10-10")


if __name__ == "__main__":
    main(sys.argv[1])
