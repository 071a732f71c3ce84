"""What every page's frame needs to know."""

from django.conf import settings
from django.http import HttpRequest

from nanyang_vet.kit import clock


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "demo": settings.DEMO,
        "business_date": settings.BUSINESS_DATE,
        "today": clock.today(),
        "server_time": clock.now(),
    }
