"""Runs the measurements: all of them, or those that are named (`make bench ONLY="load chaos"`).

workbooks, pages: ratios, in this process, on SQLite
load, chaos: the site as it runs in production, gunicorn on a PostgreSQL of its own
"""

import os
import sys
import tempfile
from pathlib import Path

import django


def main(asked: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "nanyang_vet.settings"
        os.environ["DJANGO_ENV"] = "test"
        # Never the database that the shell names: what is measured is filled with made-up figures.
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["BUSINESS_DATE"] = "2024-10-10"
        django.setup()

        from bench import chaos, load, pages, workbooks

        every = {"workbooks": workbooks, "pages": pages, "load": load, "chaos": chaos}
        for name in asked or every:
            every[name].measure()


main(sys.argv[1:])
