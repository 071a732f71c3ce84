"""Judges everything anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from progress import standings
from progress.management.arguments import add_plan, plans_named
from progress.models import Standing


class Command(BaseCommand):
    help = "Judge every target of every quarter anew and store what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_plan(parser, "every plan")

    def handle(self, *args: Any, **options: Any) -> None:
        for plan in plans_named(options["plan"]):
            standings.rebuild(plan)
            count = Standing.objects.filter(quarter__plan=plan).count()
            self.stdout.write(
                _("%(plan)s: %(count)s standings are up to date.") % {"plan": plan, "count": count}
            )
