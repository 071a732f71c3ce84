"""The signs of the lights: a colour, a symbol and a word, so that none depends on colour alone."""

from django.utils.translation import gettext_lazy as _

from progress.judging import Light, Reason

SYMBOLS = {
    Light.BLUE: "✔",
    Light.GREEN: "●",
    Light.YELLOW: "▲",
    Light.RED: "■",
    Light.GREY: "○",
}
FILLS = {
    Light.BLUE: "BDD7EE",
    Light.GREEN: "C6E0B4",
    Light.YELLOW: "FFE699",
    Light.RED: "F8B4B4",
    Light.GREY: "E3E3E3",
}
WORDS = {
    Reason.MET: _("met"),
    Reason.ON_PACE: _("on pace"),
    Reason.LAGGING: _("lagging"),
    Reason.FAR_BEHIND: _("far behind"),
    Reason.OVERDUE: _("overdue"),
    Reason.NO_DATA: _("no data"),
    Reason.NOT_APPLICABLE: _("not applicable"),
}
OF_REASON = {
    Reason.MET: Light.BLUE,
    Reason.ON_PACE: Light.GREEN,
    Reason.LAGGING: Light.YELLOW,
    Reason.FAR_BEHIND: Light.RED,
    Reason.OVERDUE: Light.RED,
    Reason.NOT_APPLICABLE: Light.GREY,
}
LIGHT_WORDS = {
    Light.BLUE: _("blue"),
    Light.GREEN: _("green"),
    Light.YELLOW: _("yellow"),
    Light.RED: _("red"),
    Light.GREY: _("grey"),
}


def sign(light: str, reason: str) -> str:
    """The light in words, as downloads carry it: 红灯（逾期）."""
    return _("%(light)s (%(reason)s)") % {
        "light": LIGHT_WORDS[Light(light)],
        "reason": WORDS[Reason(reason)],
    }


def fills() -> dict[str, str]:
    """The colour of each light's words, for workbooks."""
    return {
        str(sign(light, reason)): FILLS[light]
        for light in Light
        for reason in Reason
        if OF_REASON.get(reason, light) == light
    }
