"""Master data of plans, tasks and targets in /admin/."""

from datetime import date
from decimal import Decimal

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.admin import MasterDataAdmin
from tasks.models import Checkpoint, Plan, Responsibility, Target, Task


@admin.register(Plan)
class PlanAdmin(MasterDataAdmin):
    list_display = ["name", "starts_on", "ends_on", "lagging_share", "about_share", "is_shown"]


class ResponsibilityFormSet(forms.BaseInlineFormSet):
    """Every task has one lead: who files for it, and who answers for it."""

    def clean(self) -> None:
        super().clean()
        leads = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("role") == Responsibility.LEAD
            and not form.cleaned_data.get("DELETE")
        ]
        if len(leads) != 1:
            raise forms.ValidationError(
                _("Exactly one unit must lead the task; now it is %(count)s."),
                params={"count": len(leads)},
            )
        if leads[0].get("organization") is None:
            raise forms.ValidationError(_("The unit that leads must be an organization."))

    def save(self, commit: bool = True) -> list[Responsibility]:
        # Row by row a lead would pass through a moment with two, which the database refuses.
        self.instance.responsibilities.filter(role=Responsibility.LEAD).update(
            role=Responsibility.SHARED
        )
        for form in self.forms:
            form.changed_data = list(form.fields)
        return super().save(commit)


class ResponsibilityInline(admin.StackedInline):
    model = Responsibility
    formset = ResponsibilityFormSet
    extra = 0
    autocomplete_fields = ["organization", "members"]


class TargetInline(admin.TabularInline):
    model = Target
    extra = 0
    fields = ["code", "measure", "low", "high", "unit", "deadline"]
    readonly_fields = ["code", "measure", "low", "high", "unit", "deadline"]
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Target]:
        return super().get_queryset(request).exclude(kind=Target.Kind.MILESTONE)


class MilestoneForm(forms.ModelForm):
    """What, and by when; all else of a milestone is the same for each."""

    measure = forms.CharField(
        label=_("milestone"),
        max_length=200,
        widget=forms.TextInput,
        help_text=_("The first milestone takes the place of the completion percentage."),
    )

    class Meta:
        model = Target
        fields = ["measure", "deadline"]

    def clean_deadline(self) -> date:
        deadline, plan = self.cleaned_data["deadline"], self.instance.task.plan
        if not plan.starts_on <= deadline <= plan.ends_on:
            raise forms.ValidationError(
                _("Must lie within the plan, from %(first)s to %(last)s."),
                params={"first": plan.starts_on, "last": plan.ends_on},
            )
        return deadline

    def save(self, commit: bool = True) -> Target:
        if not self.instance.code:
            self._number()
        self.instance.kind = Target.Kind.MILESTONE
        self.instance.comparator = Target.Comparator.EXACT
        self.instance.low, self.instance.unit = Decimal(1), "项"
        return super().save(commit)

    def _number(self) -> None:
        """6-M1, 6-M2 ...: 6-1 is what the list's own first target would be called."""
        task = self.instance.task
        numbers = [
            int(code.partition("-M")[2])
            for code in task.targets.filter(code__regex=r"-M[0-9]+$").values_list("code", flat=True)
        ]
        number = max(numbers, default=0) + 1
        self.instance.code = f"{task.number}-M{number}"
        self.instance.place = 1000 + number


class MilestoneInline(admin.TabularInline):
    """Milestones of a task without a number (rulings 2.9); they end its completion percentage."""

    model = Target
    form = MilestoneForm
    extra = 0
    verbose_name = _("milestone")
    verbose_name_plural = _("milestones")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Target]:
        return super().get_queryset(request).filter(kind=Target.Kind.MILESTONE)


@admin.register(Task)
class TaskAdmin(MasterDataAdmin):
    list_display = ["number", "first_words", "plan"]
    list_filter = ["plan"]
    search_fields = ["number", "text", "units_text"]
    # The official words are evidence: they come from the list and are not edited by hand.
    readonly_fields = ["text", "units_text"]
    inlines = [ResponsibilityInline, TargetInline, MilestoneInline]

    @admin.display(description=_("official words"))
    def first_words(self, task: Task) -> str:
        return task.short_text


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
