"""What holds for every test."""

import os

from hypothesis import settings

# No test asserts on time, and a loaded machine is no fault of the code. Where a build must be
# repeatable the examples are the same ones every time.
settings.register_profile("suite", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("suite")
