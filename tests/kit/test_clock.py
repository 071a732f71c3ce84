"""What day it is: the real one, or the business date of a demonstration."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import Settings

from nanyang_vet.kit import clock

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Set the real clock."""

    def set_clock(moment: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime.datetime(2024, 10, 15, 15, 59, 59, tzinfo=datetime.UTC), 15),
        (datetime.datetime(2024, 10, 15, 16, 0, tzinfo=datetime.UTC), 16),
    ],
)
def test_a_day_ends_at_midnight_in_shanghai(at, settings: Settings, moment, day) -> None:
    settings.BUSINESS_DATE = None
    at(moment)
    assert clock.today() == datetime.date(2024, 10, day)
    assert clock.now() == moment
    assert clock.now().utcoffset() == datetime.timedelta(hours=8)
    assert clock.date_of(moment) == datetime.date(2024, 10, day)


def test_a_business_date_moves_the_day_and_leaves_the_time(at, settings: Settings) -> None:
    settings.BUSINESS_DATE = datetime.date(2024, 2, 29)
    at(datetime.datetime(2026, 1, 31, 10, 20, 30, tzinfo=SHANGHAI))
    assert clock.today() == datetime.date(2024, 2, 29)
    assert clock.now() == datetime.datetime(2024, 2, 29, 10, 20, 30, tzinfo=SHANGHAI)
    assert clock.date_of(clock.now()) == clock.today()


def test_late_at_night_the_business_date_is_still_one_day(at, settings: Settings) -> None:
    settings.BUSINESS_DATE = datetime.date(2024, 10, 10)
    at(datetime.datetime(2026, 1, 31, 23, 59, 59, tzinfo=SHANGHAI))
    assert clock.date_of(clock.now()) == datetime.date(2024, 10, 10)
