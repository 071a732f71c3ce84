"""Read an official task list and store it, or only show how it reads."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from tasks.loading import (
    DEFAULT_END,
    DEFAULT_PLAN,
    DEFAULT_START,
    TargetReported,
    load_task_list,
)
from tasks.reading import ListError, Reading, ReadTarget, ReadTask, RowRemark
from tasks.wording import list_error_text, remark_text

ENCODINGS = ("utf-8-sig", "gb18030")
LONGEST_PLAN = 120
LARGEST_FILE = 5_000_000  # bytes: a list has some twenty thousand

EXAMPLES = """
examples:
  manage.py load_task_list fixtures/task-list.txt
  manage.py load_task_list list.txt --plan "某市2026年任务清单" --dry-run
  manage.py load_task_list list.txt --dry-run --json > reading.json

The file is plain text, UTF-8 or GB18030, with three columns separated by tabs: number (序号),
task (工作任务), responsible units (负责单位). Copied from Word or Excel, a table has that form.
Headings, blank lines and repeated page headers are passed over.
"""


class Command(BaseCommand):
    help = (
        "Read an official task list (FILE) into tasks, responsible units and targets, and store\n"
        "them under a plan. Loading the same list again changes nothing. Slips of the list are\n"
        "reported as warnings, and what could not be read as doubts, by row."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name,
            subcommand,
            formatter_class=RawDescriptionHelpFormatter,
            epilog=EXAMPLES,
            **kwargs,
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the list, as tab-separated text")
        parser.add_argument(
            "--plan",
            default=DEFAULT_PLAN,
            help="the plan's name; it is made if there is none (default: %(default)s)",
        )
        for name, day, which in [
            ("--starts-on", DEFAULT_START, "first"),
            ("--ends-on", DEFAULT_END, "last"),
        ]:
            parser.add_argument(
                name,
                type=date.fromisoformat,
                default=day,
                metavar="YYYY-MM-DD",
                help=f"the {which} day of a plan that is made (default: %(default)s)",
            )
        parser.add_argument("--dry-run", action="store_true", help="read only, and store nothing")
        parser.add_argument("--json", action="store_true", help="print the whole reading as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 < len(options["plan"].strip()) <= LONGEST_PLAN:
            raise CommandError(
                _("The plan's name must have 1 to %(limit)d characters: --plan.")
                % {"limit": LONGEST_PLAN}
            )
        if options["ends_on"] <= options["starts_on"]:
            raise CommandError(_("The plan must end after it starts: --starts-on, --ends-on."))
        text = read_list_file(Path(options["file"]))
        try:
            with transaction.atomic():
                _plan, reading = load_task_list(
                    text,
                    plan_name=options["plan"],
                    starts_on=options["starts_on"],
                    ends_on=options["ends_on"],
                )
                transaction.set_rollback(options["dry_run"])
        except TargetReported as error:
            raise CommandError(
                _(
                    "The list no longer has these targets, on which reports have been filed: "
                    "%(codes)s. Nothing was stored. Load the list under another plan (--plan), or "
                    "put their words back."
                )
                % {"codes": error}
            ) from error
        except ListError as error:
            raise CommandError(
                _("%(file)s is not a task list. %(reason)s")
                % {"file": options["file"], "reason": list_error_text(error)}
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(reading_as_json(reading), ensure_ascii=False, indent=2))
        else:
            self._summarize(reading, stored=not options["dry_run"])

    def _summarize(self, reading: Reading, *, stored: bool) -> None:
        """The rows, their targets, and then what somebody should look at."""
        for task in reading.tasks:
            self.stdout.write(_row_line(task))
            for target in task.targets:
                self.stdout.write(f"    {target.code}  {target.phrase}")
        self._list(_("Warnings (slips of the list, read as meant)"), reading.warnings)
        self._list(_("Doubts (to be settled by a person)"), reading.doubts)
        self.stdout.write(
            _("%(tasks)d tasks, %(targets)d targets, %(warnings)d warnings, %(doubts)d doubts.")
            % {
                "tasks": len(reading.tasks),
                "targets": sum(len(task.targets) for task in reading.tasks),
                "warnings": len(reading.warnings),
                "doubts": len(reading.doubts),
            }
        )
        self.stdout.write(_("Stored.") if stored else _("Dry run: nothing was stored."))

    def _list(self, heading: str, remarks: Iterable[RowRemark]) -> None:
        remarks = list(remarks)
        if remarks:
            self.stdout.write(heading)
        for one in remarks:
            line = _("Row %(row)d: %(message)s: “%(words)s”") % {
                "row": one.row,
                "message": remark_text(one.code, one.meaning),
                "words": one.words,
            }
            self.stdout.write(f"    {line}")


def _row_line(task: ReadTask) -> str:
    lead = _lead(task) or _("no lead")
    return _("%(number)d  %(lead)s, %(targets)d targets: %(text)s") % {
        "number": task.number,
        "lead": lead,
        "targets": len(task.targets),
        "text": task.text if len(task.text) <= 40 else f"{task.text[:39]}…",
    }


def read_list_file(path: Path) -> str:
    """The text of the file, UTF-8 or GB18030. Raises CommandError, which says how to mend it."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError(
                _("%(file)s is too large for a task list (more than %(limit)d bytes).")
                % {"file": path, "limit": LARGEST_FILE}
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise CommandError(
            _("There is no file %(file)s. Check the path and the name.") % {"file": path}
        ) from error
    except (OSError, ValueError) as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": error}
        ) from error
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandError(
        _("%(file)s is neither UTF-8 nor GB18030 text. Save it as plain text in UTF-8.")
        % {"file": path}
    )


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """The whole reading in plain JSON values."""
    return {
        "tasks": [_task_as_json(task) for task in reading.tasks],
        "warnings": [_remark_as_json(one) for one in reading.warnings],
        "doubts": [_remark_as_json(one) for one in reading.doubts],
    }


def _lead(task: ReadTask) -> str | None:
    first = task.units[0] if task.units else None
    return first.name if first is not None and first.kind == "organization" else None


def _task_as_json(task: ReadTask) -> dict[str, Any]:
    lead = _lead(task)
    organizations = [one.name for one in task.units if one.kind == "organization"]
    return {
        "number": task.number,
        "text": task.text,
        "lead": lead,
        "co": organizations[1:] if lead else organizations,
        "groups": [one.name for one in task.units if one.kind == "group"],
        "open_ended": task.open_ended,
        "targets": [_target_as_json(one) for one in task.targets],
        "not_targets": [{"text": one.text, "why": one.why} for one in task.not_targets],
    }


def _target_as_json(target: ReadTarget) -> dict[str, Any]:
    return {
        "code": target.code,
        "phrase": target.phrase,
        "start": target.start,
        "end": target.end,
        "measure": target.measure,
        "comparator": target.comparator,
        "low": _number(target.low),
        "high": _number(target.high),
        "unit": target.unit,
        "kind": target.kind,
        "scope": target.scope,
        "deadline": target.deadline.isoformat(),
        "every_year": target.every_year,
        "first_year": target.first_year,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _remark_as_json(one: RowRemark) -> dict[str, Any]:
    return {
        "row": one.row,
        "code": one.code,
        "words": one.words,
        "meaning": one.meaning,
        "message": remark_text(one.code, one.meaning),
    }
