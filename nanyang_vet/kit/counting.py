"""Counts inside another query, so that a page asks once for several of them."""

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def counted(rows: QuerySet) -> Coalesce:
    """How many `rows` there are, as a value to annotate; they may refer to the outer query."""
    alike = rows.order_by().annotate(alike=Value(1)).values("alike")
    count = alike.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)
