"""Runs every measurement: `make bench`."""

import os
import tempfile
from pathlib import Path

import django


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "nanyang_vet.settings"
        os.environ["DJANGO_ENV"] = "test"
        # Never the database that the shell names: what is measured is filled with made-up figures.
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["BUSINESS_DATE"] = "2024-10-10"
        django.setup()

        from bench import pages, workbooks

        workbooks.measure()
        pages.measure()


main()
