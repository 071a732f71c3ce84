"""States of what was done about it, as templates show them."""

from django import template
from django.utils.safestring import SafeString

from progress.follow_up_tables import TAGS, acknowledgement_tag, tag
from progress.models import Acknowledgement, Closure, Extension

register = template.Library()


@register.simple_tag
def acknowledged(one: Acknowledgement) -> SafeString:
    return acknowledgement_tag(one)


@register.simple_tag
def decided_state(state: str) -> SafeString:
    """The state of a closing of which only the state is at hand."""
    return tag(str(Closure.State(state).label), TAGS[state])


@register.simple_tag
def decided(one: Extension | Closure) -> SafeString:
    """The state of a request as a tag."""
    return tag(one.get_state_display(), TAGS[one.state])
