"""What day it is. The only place that reads the clock.

A demonstration runs on a business date of its own (setting BUSINESS_DATE), so that a quarter is
open for filing whenever somebody looks; the time of day stays the real one.
"""

import datetime
from typing import overload

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format


def today() -> datetime.date:
    """The business date, in the time zone of the installation (Asia/Shanghai)."""
    return settings.BUSINESS_DATE or timezone.localdate()


def now() -> datetime.datetime:
    """The moment to stamp on an act: the business date at the real time of day, zone-aware."""
    moment = timezone.localtime()
    day = settings.BUSINESS_DATE
    return moment.replace(year=day.year, month=day.month, day=day.day) if day else moment


def date_of(moment: datetime.datetime) -> datetime.date:
    """The day on which `moment` falls, in the time zone of the installation."""
    return timezone.localtime(moment).date()


@overload
def local(moment: datetime.datetime) -> datetime.datetime: ...
@overload
def local(moment: None) -> None: ...
def local(moment: datetime.datetime | None) -> datetime.datetime | None:
    """`moment` in the time zone of the installation, to the second."""
    return timezone.localtime(moment).replace(microsecond=0) if moment else None


def on_the_wall(moment: datetime.datetime) -> datetime.datetime:
    """`moment` as the clock on the wall shows it, for cells, which know no time zone."""
    return moment if timezone.is_naive(moment) else timezone.make_naive(moment)


def written(moment: datetime.datetime | None) -> str:
    """2024-10-15 16:20 in the time zone of the installation; a dash for no moment."""
    return date_format(timezone.localtime(moment), "Y-m-d H:i") if moment else "—"
