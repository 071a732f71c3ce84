"""A NUL byte in an address of /admin/ is refused, and elsewhere left to the page."""

import pytest
from django.test import Client

from tests.progress.worlds import make_world

ADDRESSES = [
    ("/admin/departments/organization/?kind=%00", 400),
    ("/admin/departments/user/?grants__role__exact=%00", 400),
    ("/admin/departments/organization/?%00=1", 400),
    ("/admin/departments/organization/?kind=county", 200),
    ("/standings/?kind=%00", 200),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), ADDRESSES)
def test_a_nul_byte_in_an_address(address, status):
    client = Client()
    client.force_login(make_world().administrator)
    assert client.get(address).status_code == status
