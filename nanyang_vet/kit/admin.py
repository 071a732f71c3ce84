"""Master data in /admin/: whatever is edited there is announced, so that nothing goes stale."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from nanyang_vet.kit.signals import master_data_changed


class MasterDataAdmin(admin.ModelAdmin):
    """A ModelAdmin that sends `master_data_changed` once per saved page, relations included."""

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        master_data_changed.send(sender=self.model)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        master_data_changed.send(sender=self.model)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        master_data_changed.send(sender=self.model)
