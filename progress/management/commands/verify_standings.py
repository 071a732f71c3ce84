"""Proves that what is stored equals what judging says now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from progress import standings
from progress.management.arguments import add_plan, plans_named
from progress.models import Standing
from progress.standings import Difference


class Command(BaseCommand):
    help = "Compare the stored standings with what judging says now; exits with 1 if they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_plan(parser, "every plan")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for plan in plans_named(options["plan"]):
            differences = standings.differences(plan)
            found += len(differences)
            for difference in differences:
                self.stdout.write(_shown(difference))
            count = Standing.objects.filter(quarter__plan=plan).count()
            self.stdout.write(
                _("%(plan)s: %(count)s standings compared, %(found)s differences.")
                % {"plan": plan, "count": count, "found": len(differences)}
            )
        if found:
            raise CommandError(
                _("What is stored is not what judging says. Run rebuild_standings."), returncode=1
            )


def _shown(difference: Difference) -> str:
    return _(
        "%(target)s, %(organization)s, %(quarter)s, %(field)s: stored %(stored)s, judged %(judged)s"
    ) % (vars(difference) | {"organization": difference.organization or _("the whole city")})
