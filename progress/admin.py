"""The dates of quarters in /admin/. Reports and standings are not edited behind anyone's back."""

from django.contrib import admin
from django.http import HttpRequest

from progress.models import Quarter


@admin.register(Quarter)
class QuarterAdmin(admin.ModelAdmin):
    list_display = ["__str__", "plan", "opens_on", "due_on", "is_locked"]
    list_filter = ["plan", "year"]
    readonly_fields = ["plan", "year", "number"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
