"""Master data of organizations and people in /admin/."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group as PermissionGroup
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from departments.models import Alias, Group, Organization, RoleGrant, User
from nanyang_vet.kit.admin import MasterDataAdmin

# Roles are ours (RoleGrant); Django's permission groups would be a second, confusing way.
admin.site.unregister(PermissionGroup)
admin.site.site_header = _("Master data")
admin.site.site_title = _("Master data")
admin.site.index_title = _("Organizations, people, tasks")


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 0
    fields = ["words", "is_slip"]


class OrganizationForm(forms.ModelForm):
    """The secret goes in and never comes out: an empty field keeps what is stored."""

    class Meta:
        model = Organization
        fields = ["name", "short_name", "kind", "adcode", "place", "robot_url", "robot_secret"]
        widgets = {
            "robot_url": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "robot_secret": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("robot_url"):
            cleaned["robot_secret"] = ""
        elif not cleaned.get("robot_secret"):
            cleaned["robot_secret"] = self.instance.robot_secret
        return cleaned


@admin.register(Organization)
class OrganizationAdmin(MasterDataAdmin):
    form = OrganizationForm
    list_display = ["name", "short_name", "kind", "adcode"]
    list_filter = ["kind"]
    search_fields = ["name", "short_name", "adcode", "aliases__words"]
    inlines = [AliasInline]


@admin.register(Group)
class GroupAdmin(MasterDataAdmin):
    list_display = ["name"]
    filter_horizontal = ["members"]
    inlines = [AliasInline]


class RoleGrantInline(admin.TabularInline):
    model = RoleGrant
    extra = 1


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ["username", "name", "organization", "is_active"]
    list_select_related = ["organization"]
    list_filter = ["is_active", "grants__role"]
    search_fields = ["username", "name", "organization__name"]
    ordering = ["username"]
    autocomplete_fields = ["organization"]
    filter_horizontal = []
    readonly_fields = ["last_login"]
    inlines = [RoleGrantInline]
    fieldsets = [
        (None, {"fields": ["username", "password", "is_active", "last_login"]}),
        (_("Person"), {"fields": ["name", "organization", "phone", "email"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """A superuser is nobody's to edit but a superuser's: a new password would be a way up."""
        users = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "usable_password", "password1", "password2"],
            },
        ),
        (_("Person"), {"fields": ["name", "organization", "phone", "email"]}),
    ]
