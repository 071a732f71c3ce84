"""Quarters to look at, and what the work goes by: usual reasons, holidays, rules of assessment.

Reports and standings are not edited behind anyone's back, and quarters are locked, reopened and
moved by named acts of a reviewer.
"""

from django.contrib import admin
from django.http import HttpRequest

from nanyang_vet.kit.admin import MasterDataAdmin
from progress.models import Phrase, Quarter, ScoreRule, SpecialDay


@admin.register(Quarter)
class QuarterAdmin(admin.ModelAdmin):
    list_display = ["__str__", "plan", "opens_on", "due_on", "is_locked"]
    list_filter = ["plan", "year"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Phrase)
class PhraseAdmin(admin.ModelAdmin):
    list_display = ["text", "place", "is_offered"]
    list_editable = ["place", "is_offered"]


@admin.register(ScoreRule)
class ScoreRuleAdmin(admin.ModelAdmin):
    """A plan is scored as soon as it has a rule; scores are computed whenever they are seen."""

    list_display = ["matter", "plan", "points", "most"]
    list_filter = ["plan"]


@admin.register(SpecialDay)
class SpecialDayAdmin(MasterDataAdmin):
    """Limits that are still running follow at once."""

    list_display = ["day", "is_workday", "name"]
    list_filter = ["is_workday"]
    date_hierarchy = "day"
