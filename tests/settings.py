"""The settings under which the tests run: the installation's own, told that this is a test."""

import os

os.environ["DJANGO_ENV"] = "test"
os.environ.pop("BUSINESS_DATE", None)

from nanyang_vet.settings import *  # noqa: F403
