"""Filing by workbook: download the template, upload it, see the differences, confirm them."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from departments.access import RoleRequiredMixin, person
from departments.models import Role
from nanyang_vet.kit.spreadsheet_safety import MAX_BYTES, too_large
from nanyang_vet.kit.workbook import CONTENT_TYPE
from progress.duty_cards import quarters_so_far
from progress.models import Quarter
from progress.sheets import carrying, marking, storing
from progress.sheets.book import template
from progress.sheets.checking import check, checked_key
from progress.sheets.faults import MOST, UploadRefused, refused
from progress.sheets.preview import changed
from progress.sheets.reading import read_upload

UPLOAD, MARKED = "upload", "marked"


class SheetView(RoleRequiredMixin, View):
    """What all steps share: filers only, one quarter, and back to the filing page."""

    roles = (Role.FILER,)

    def quarter(self) -> Quarter:
        """The quarter asked for, open or not, or the latest one. Raises Http404 for no other."""
        asked = self.request.GET.get("quarter", "")
        for quarter in quarters_so_far():
            if quarter.code == asked or (not asked and quarter.is_open):
                return quarter
        raise Http404

    def get(self, request: HttpRequest) -> HttpResponse:
        """A preview cannot be opened by its address: it belongs to a file that was sent."""
        return self.back(self.quarter())

    def back(self, quarter: Quarter) -> HttpResponse:
        query = f"?quarter={quarter.code}" if quarter.is_open else ""
        return redirect(f"{reverse('filing')}{query}")

    def page(self, quarter: Quarter, status: int, **context: Any) -> HttpResponse:
        return render(
            self.request, "progress/upload.html", {"quarter": quarter, **context}, status=status
        )

    def refuse(self, quarter: Quarter, error: UploadRefused, **context: Any) -> HttpResponse:
        status = 409 if error.is_conflict else 422
        more = max(0, len(error.faults) - MOST)
        shown = {"faults": error.faults[:MOST], "more": more}
        return self.page(quarter, status, **shown, **context)


class TemplateView(SheetView):
    """The quarter's template of the person's own organization."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        quarter = self.quarter()
        if not quarter.is_open:
            raise Http404
        user = person(request)
        name = _("%(organization)s filing %(quarter)s") % {
            "organization": user.organization,
            "quarter": quarter.code,
        }
        return attachment(template(user, quarter), name)


class UploadView(SheetView):
    """Reads a filled-in template and shows what it would change, or all that is wrong with it."""

    http_method_names = ["get", "post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        quarter = self.quarter()
        try:
            reading = read_upload(self._data())
            checked = check(reading, person(request), quarter)
        except UploadRefused as error:
            return self.refuse(quarter, error)
        if checked.faults:
            held = marking.carried(reading, checked.faults)
            back = carrying.wrapped(MARKED, held, person(request), quarter)
            faulty = UploadRefused(checked.faults, is_conflict=checked.is_stale)
            return self.refuse(quarter, faulty, marked=back)
        rows = storing.carried(checked.entries)
        content = carrying.wrapped(UPLOAD, rows, person(request), quarter)
        if not content:
            words = _("The file holds too much text for one upload. Delete half of its rows.")
            return self.refuse(quarter, refused(words))
        found = changed(checked.entries)
        return self.page(
            quarter,
            200,
            changed=found,
            content=content,
            unchanged=len(checked.entries) - len(found),
            left_out=checked.left_out,
            complete=sum(entry.is_complete for entry in checked.entries),
        )

    def _data(self) -> bytes:
        """The bytes of the file, unless there are too many of them."""
        file = self.request.FILES.get("file")
        if file is None:
            raise refused(_("No file was chosen. Choose the template that you filled in."))
        if file.size is None or file.size > MAX_BYTES:
            raise refused(too_large())
        return file.read()


class ConfirmView(SheetView):
    """Stores what the preview showed: all of it or nothing."""

    http_method_names = ["get", "post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        quarter, user = self.quarter(), person(request)
        rows = carrying.unwrapped(UPLOAD, request.POST.get("content", ""), user, quarter)
        submits = request.POST.get("act") == "submit"
        try:
            if not quarter.is_open:
                words = _("%(quarter)s is closed for filing. Nothing was changed.")
                raise refused(words % {"quarter": quarter}, is_conflict=True)
            if rows is None:
                words = _("This preview is no longer valid: it holds for one hour. Upload again.")
                raise refused(words, is_conflict=True)
            stored = storing.store(rows=rows, user=user, quarter=quarter, submits=submits)
        except UploadRefused as error:
            return self.refuse(quarter, error)
        self._tell(stored)
        return self.back(quarter)

    def _tell(self, stored: storing.Stored) -> None:
        if stored.saved:
            text = ngettext("%(count)s draft saved.", "%(count)s drafts saved.", stored.saved)
            messages.success(self.request, text % {"count": stored.saved})
        if stored.submitted:
            text = ngettext(
                "%(count)s report submitted. It now waits for review.",
                "%(count)s reports submitted. They now wait for review.",
                stored.submitted,
            )
            messages.success(self.request, text % {"count": stored.submitted})
        if not stored.saved and not stored.submitted:
            messages.info(self.request, _("Nothing was changed."))
        self._tell_what_is_left(stored)

    def _tell_what_is_left(self, stored: storing.Stored) -> None:
        """Name the rows that are saved and still wait for something before they are handed in."""
        unexplained = _(
            "Not submitted yet, for the figure is odd beside the last one: %(codes)s. Write an "
            "explanation on the card, then submit."
        )
        without = _(
            "Not submitted yet, for evidence is needed: %(codes)s. Press “add files” on the card, "
            "then submit."
        )
        for text, codes in [
            (unexplained, stored.unexplained),
            (without, stored.without_evidence),
        ]:
            if codes:
                messages.warning(self.request, text % {"codes": _(", ").join(codes)})


class MarkedView(SheetView):
    """The faulty workbook sent back, with each fault at its cell."""

    http_method_names = ["get", "post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        quarter, user = self.quarter(), person(request)
        content = carrying.unwrapped(MARKED, request.POST.get("content", ""), user, quarter)
        if content is None:
            words = _("This preview is no longer valid: it holds for one hour. Upload again.")
            return self.refuse(quarter, refused(words, is_conflict=True))
        try:
            checked_key(content["key"], user, quarter)
        except UploadRefused as error:
            return self.refuse(quarter, error)
        name = _("%(organization)s filing %(quarter)s, to be mended") % {
            "organization": user.organization,
            "quarter": quarter.code,
        }
        return attachment(marking.marked(content, user, quarter), name)


def attachment(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer
