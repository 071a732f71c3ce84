"""Loads the demonstration: the task list, accounts, and made-up progress."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from progress.demo.loading import NotADemonstration, load_demonstration


class Command(BaseCommand):
    help = "Load the demonstration. Only with DJANGO_ENV=demo; loading it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            shown = load_demonstration()
        except NotADemonstration as error:
            raise CommandError(
                _("This is not a demonstration. Set DJANGO_ENV=demo to load one.")
            ) from error
        self.stdout.write(
            _("“%(plan)s”: %(tasks)s tasks; %(reports)s demonstration reports written.")
            % vars(shown)
        )
