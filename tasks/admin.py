"""Master data of plans, tasks and targets in /admin/."""

from django.contrib import admin

from nanyang_vet.kit.admin import MasterDataAdmin
from tasks.models import Checkpoint, Plan, Responsibility, Target, Task


@admin.register(Plan)
class PlanAdmin(MasterDataAdmin):
    list_display = ["name", "starts_on", "ends_on", "lagging_share", "about_share"]


class ResponsibilityInline(admin.StackedInline):
    model = Responsibility
    extra = 0
    autocomplete_fields = ["organization", "members"]


class TargetInline(admin.TabularInline):
    model = Target
    extra = 0
    fields = ["place", "code", "measure", "kind", "comparator", "low", "high", "unit", "deadline"]
    show_change_link = True


@admin.register(Task)
class TaskAdmin(MasterDataAdmin):
    list_display = ["number", "short_text", "plan"]
    list_filter = ["plan"]
    search_fields = ["text", "units_text"]
    # The official words are evidence: they come from the list and are not edited by hand.
    readonly_fields = ["text", "units_text"]
    inlines = [ResponsibilityInline, TargetInline]


class CheckpointInline(admin.TabularInline):
    model = Checkpoint
    extra = 0


@admin.register(Target)
class TargetAdmin(MasterDataAdmin):
    list_display = ["code", "measure", "kind", "comparator", "low", "high", "unit", "deadline"]
    list_filter = ["task__plan", "kind", "scope"]
    search_fields = ["code", "measure", "phrase"]
    list_select_related = ["task"]
    readonly_fields = ["phrase", "start", "end"]
    inlines = [CheckpointInline]
