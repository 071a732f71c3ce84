"""A world built once and stored again for each test: inserting is quicker than judging."""

import pickle
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

T = TypeVar("T")
APPS = ("departments", "tasks", "progress")
OF_MIGRATIONS = {"Phrase"}
"""What an empty installation holds already."""
Rows = list[tuple[type[models.Model], list[dict[str, Any]]]]

_KEPT: dict[tuple[str, date | None], tuple[bytes, Rows]] = {}
"""By builder and business date: what it returned, and the rows that it stored."""


def kept(build: Callable[[], T]) -> T:
    """What `build` returns, with the rows that it stores; into an empty database from the copy."""
    tables = [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model.__name__ not in OF_MIGRATIONS
    ]
    if any(model._base_manager.exists() for model in tables):
        return build()
    key = build.__qualname__, settings.BUSINESS_DATE
    if key not in _KEPT:
        built = build()
        rows = [(model, list(model._base_manager.values())) for model in tables]
        _KEPT[key] = pickle.dumps(built), rows
        return built
    pickled, rows = _KEPT[key]
    with transaction.atomic():
        for model, values in rows:
            model._base_manager.bulk_create([model(**row) for row in values])
    loaded: T = pickle.loads(pickled)  # noqa: S301 - our own, of this process
    return loaded
