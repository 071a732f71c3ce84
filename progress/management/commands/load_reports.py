"""Loads reports of past quarters from a CSV file, all of them or none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from progress.import_file import MAX_BYTES, ImportRefused
from progress.importing import load_reports
from progress.management.arguments import add_plan, plan_named


class Command(BaseCommand):
    help = (
        "Load reports of past quarters from a CSV file with the head target,organization,quarter,"
        "value,numerator,denominator,status. All or nothing; every fault is named with its line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file, in UTF-8 or GB18030")
        add_plan(parser, "the latest plan")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = plan_named(options["plan"])
        try:
            loaded = load_reports(data=_contents(options["file"]), plan=plan)
        except ImportRefused as refusal:
            count = len(refusal.faults)
            head = ngettext(
                "Nothing was loaded: the file has %(count)s fault.",
                "Nothing was loaded: the file has %(count)s faults.",
                count,
            ) % {"count": count}
            raise CommandError(f"{head}\n{refusal}") from refusal
        self.stdout.write(
            _(
                "%(written)s reports written (%(new)s new, %(replaced)s replaced; %(accepted)s"
                " accepted, %(submitted)s submitted), %(unchanged)s unchanged."
            )
            % {"written": loaded.new + loaded.replaced, **vars(loaded)}
        )


def _contents(path: Path) -> bytes:
    """The file's bytes, one more than allowed at most. Raises CommandError where there are none."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        about = {"path": path, "error": error.strerror}
        raise CommandError(_("%(path)s cannot be read: %(error)s.") % about) from error
