"""Makes the day's reminders and sends what waits. Meant for cron or a systemd timer."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from departments.models import Organization
from nanyang_vet.kit import clock
from progress import delivering, notifying
from progress.management.addressees import Whom, channel_words, whom_named
from progress.management.arguments import day_written, number_written
from progress.models import Delivery, Notice
from progress.notice_wording import headline

State = Delivery.State


class Command(BaseCommand):
    help = "Make the day's reminders and send what waits; exits with 1 if something did not arrive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        def add(name: str, meta: str, words: str) -> None:
            parser.add_argument(name, default="", metavar=meta, help=words)

        add("--on", "DATE", "the day, like 2024-10-12, instead of today")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        add("--limit", "N", "send at most so many messages; the others wait for the next run")
        add("--only", "ADDRESS", "one e-mail address, one robot or one organization's name")
        add("--resend", "PK", "send this one in doubt, or given up, once more, and nothing else")
        add("--arrived", "PK", "this one in doubt has arrived, as somebody has asked")

    def handle(self, *args: Any, **options: Any) -> None:
        day, whom = day_written(options["on"]), whom_named(options["only"])
        limit = number_written(options["limit"], "--limit") if options["limit"] else None
        self.day = day
        if options["arrived"]:
            self._confirm(number_written(options["arrived"], "--arrived"), options["dry_run"])
        elif options["resend"]:
            self._resend(number_written(options["resend"], "--resend"), options["dry_run"])
        elif options["dry_run"]:
            self._foretell(whom, limit)
        else:
            self._run(whom, limit)

    def _run(self, whom: Whom, limit: int | None) -> None:
        made = notifying.make(day=self.day, organizations=whom.organizations)
        for notice in made:
            self._say_notice(notice)
        mine = whom.narrow(Delivery.objects.all())
        run = delivering.deliver(rows=mine, day=self.day, limit=limit, told=self._say)
        counts = {
            "made": len(made),
            "sent": len(run.sent),
            "failed": len(run.failed),
            "doubt": len(run.in_doubt),
            "waiting": mine.waiting().count(),
        }
        self.stdout.write(
            _(
                "%(made)s new notices; sent %(sent)s, not sent %(failed)s, in doubt %(doubt)s; "
                "%(waiting)s are waiting."
            )
            % counts
        )
        self._tell_of_the_unreachable(made)
        self._finish(run, whom)

    def _tell_of_the_unreachable(self, made: list[Notice]) -> None:
        """Whose notices stay in the site, for want of an address: somebody has to ring them up."""
        reached = Delivery.objects.filter(notice__in=made).values("notice__organization")
        alone = {one.organization for one in made} - set(
            Organization.objects.filter(pk__in=reached)
        )
        if alone:
            text = _(
                "%(count)s organizations have no e-mail address and no robot in use: %(names)s"
            )
            names = "、".join(sorted(str(one) for one in alone))
            self.stdout.write(text % {"count": len(alone), "names": names})

    def _finish(self, run: delivering.Run, whom: Whom) -> None:
        """Whatever is in doubt is told of in every run, until a person has settled it."""
        told = {one.pk for one in run.in_doubt}
        older = whom.narrow(Delivery.objects.in_doubt()).exclude(pk__in=told).for_page()
        for delivery in older:
            self._say(delivery)
        if run.failed or told or older:
            raise CommandError(
                _("Something did not arrive, or nobody knows; see the lines above."), returncode=1
            )

    def _confirm(self, pk: int, dry_run: bool) -> None:
        self._settleable(pk)
        if not dry_run and not delivering.confirm(pk=pk):
            raise CommandError(_changed(pk))
        self.stdout.write(_("No. %(pk)s is noted as arrived.") % {"pk": pk})

    def _resend(self, pk: int, dry_run: bool) -> None:
        delivery = self._settleable(pk)
        if dry_run:
            return self._say(delivery)
        if not delivering.resend(pk=pk):
            raise CommandError(_changed(pk))
        only = Delivery.objects.filter(pk=pk)
        return self._finish(
            delivering.deliver(rows=only, day=self.day, told=self._say), Whom(frozenset())
        )

    def _settleable(self, pk: int) -> Delivery:
        delivery = Delivery.objects.for_page().filter(pk=pk).first()
        if delivery is None:
            raise CommandError(_("There is no message No. %(pk)s.") % {"pk": pk})
        if not Delivery.objects.settleable().filter(pk=pk).exists():
            told = {"pk": pk, "state": delivery.get_state_display()}
            message = _("No. %(pk)s is neither in doubt nor given up: %(state)s.")
            raise CommandError(message % told)
        return delivery

    def _foretell(self, whom: Whom, limit: int | None) -> None:
        """What a run would do now. Reads only."""
        drafted = notifying.drafts(self.day, whom.organizations)
        for notice in drafted.notices:
            self._say_notice(notice)
        new = [one for notice in drafted.notices for one in drafted.deliveries(notice)]
        if whom.address:
            new = [one for one in new if one.address == whom.address]
        coming = [*self._waiting(whom, drafted), *new]
        for delivery in coming[:limit]:
            self.stdout.write(_("Would send: %(what)s") % {"what": _what(delivery, self.day)})
        counts = {"made": len(drafted.notices), "sent": len(coming[:limit])}
        text = _("Nothing was done. %(made)s notices would be made, %(sent)s messages sent.")
        self.stdout.write(text % counts)

    def _waiting(self, whom: Whom, drafted: notifying.Drafts) -> list[Delivery]:
        """What waits from earlier runs and would not be taken back."""
        anew = {one.subject for one in drafted.notices}
        gone = set(notifying.superseded(drafted.subjects - anew, whom.organizations))
        rows = whom.narrow(Delivery.objects.claimable(clock.now(), delivering.LEASE))
        return [one for one in rows.for_page().order_by("pk") if one.pk not in gone]

    def _say_notice(self, notice: Notice) -> None:
        said = {"organization": notice.organization, "what": headline(notice, self.day)}
        self.stdout.write(_("Notice for %(organization)s: %(what)s") % said)

    def _say(self, delivery: Delivery) -> None:
        said = {
            "pk": delivery.pk,
            "state": delivery.get_state_display(),
            "what": _what(delivery, self.day),
            "answer": delivery.answer,
        }
        if delivery.state == State.SENT:
            text = _("No. %(pk)s %(state)s: %(what)s")
        else:
            text = _("No. %(pk)s %(state)s: %(what)s (%(answer)s)")
        self.stdout.write(text % said)


def _what(delivery: Delivery, day: date) -> str:
    notice = delivery.notice
    return f"{channel_words(delivery)}，{notice.organization}：{headline(notice, day)}"


def _changed(pk: int) -> str:
    return _("No. %(pk)s has changed meanwhile; look again.") % {"pk": pk}
