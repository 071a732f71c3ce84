"""The settings under which the tests run: the installation's own, told that this is a test."""

import os
import tempfile
from pathlib import Path

os.environ["DJANGO_ENV"] = "test"
os.environ.pop("BUSINESS_DATE", None)

from nanyang_vet.settings import *  # noqa: F403

_scratch = tempfile.TemporaryDirectory(prefix="nanyang-vet-tests-", ignore_cleanup_errors=True)
MEDIA_ROOT = Path(_scratch.name)  # gone with the process
