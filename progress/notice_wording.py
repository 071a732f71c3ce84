"""What a notice says, in the language of whoever reads it, and where it leads."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from departments.models import Role, User
from progress.models import Notice, Urge

Kind = Notice.Kind
OUTSIDE = "zh-hans"
"""What leaves the site is read in Chinese, whatever language the site was last shown in."""


def headline(notice: Notice, day: date | None = None) -> str:
    """One line: what is outstanding. Days are counted from `day`, else from the notice's own."""
    codes = notice.facts["codes"]
    said: dict[str, object] = {
        "quarter": notice.quarter,
        "count": len(codes),
        "target": f"{codes[0]} {notice.facts.get('measure', '')}".strip() if codes else "",
    }
    if notice.kind == Kind.URGED:
        return _("%(target)s: you have been urged on; please reply") % said
    if notice.kind == Kind.RED:
        return _("%(quarter)s: %(count)s targets have gone red") % said
    until = date.fromisoformat(notice.facts["due_on"])
    left = (until - (day or notice.day)).days
    said |= {"until": until, "left": left, "late": -left}
    line = _returned_line if notice.kind == Kind.RETURNED else _filing_line
    return line(left) % said


def _returned_line(left: int) -> str:
    if left < 0:
        return _("%(target)s (%(quarter)s): returned; mend it as soon as you can")
    return _("%(target)s (%(quarter)s): returned, to be mended by %(until)s")


def _filing_line(left: int) -> str:
    if left < 0:
        return _(
            "%(quarter)s: %(count)s reports not handed in, %(late)s days overdue "
            "(they were due on %(until)s)"
        )
    if left == 0:
        return _("%(quarter)s: %(count)s reports not handed in, due today (%(until)s)")
    return _("%(quarter)s: %(count)s reports not handed in, %(left)s days left (until %(until)s)")


def details(notice: Notice) -> str:
    """The second line: which targets, the reviewer's reason, or the urging's words."""
    facts = notice.facts
    if notice.kind == Kind.RETURNED:
        return _("Reason: %(reason)s") % {"reason": facts["reason"]}
    if notice.kind == Kind.URGED:
        cause = Urge.Cause(facts["cause"]).label
        said = {"cause": cause, "message": facts["message"], "by": facts["by"]}
        return _("About: %(cause)s. %(message)s (%(by)s)") % said
    return _("Targets: %(codes)s") % {"codes": "、".join(facts["codes"])}


def path_of(notice: Notice, user: User | None = None) -> str:
    """The page on which something can be done about it; without a person, the filers' one."""
    code = notice.quarter.code
    files = user is None or user.has_role(Role.FILER)
    if notice.kind == Kind.URGED:
        return reverse("urge", args=[notice.urge_id])
    if notice.kind == Kind.RED:
        return f"{reverse('organization', args=[notice.organization_id])}?{_asked(code)}"
    if notice.kind == Kind.RETURNED and not files:
        return reverse("report", args=[notice.report_id])
    if not files:
        return reverse("unfiled")
    anchor = f"#r{notice.report_id}" if notice.report_id else ""
    return f"{reverse('filing')}?{_asked(code)}{anchor}"


def _asked(quarter: str) -> str:
    return urlencode({"quarter": quarter})


def subject(notice: Notice, day: date) -> str:
    """The subject of an e-mail: one line, as short as it can be."""
    with override(OUTSIDE):
        return _("[Task supervision] %(said)s") % {"said": headline(notice, day)}


def message(notice: Notice, day: date) -> str:
    """The whole text that leaves the site: who, what, which, and where to go."""
    with override(OUTSIDE):
        said = {"organization": notice.organization, "said": headline(notice, day)}
        lines = [_("[Task supervision] %(organization)s: %(said)s") % said, details(notice)]
        if settings.SITE_URL:
            where = {"address": f"{settings.SITE_URL}{path_of(notice)}"}
            lines.append(_("Please log in and see to it: %(address)s") % where)
        else:
            lines.append(_("Please log in to the task supervision site and see to it."))
        return "\n".join(lines)
