"""What filers and reviewers type beside the figures themselves."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nanyang_vet.kit.file_kinds import EXTENSIONS

LONGEST = 2000


class VersionedForm(forms.Form):
    """A form on something that others may change at the same time: it carries what was seen."""

    version = forms.IntegerField(
        min_value=0,
        max_value=2_000_000_000,
        widget=forms.HiddenInput({"id": False}),  # a page may hold several such forms
    )

    def has_seen(self, version: int) -> None:
        """Carry `version` from now on; what was typed stays."""
        self.carry("version", str(version))

    def carry(self, name: str, text: str) -> None:
        """Put `text` into a hidden field of a form that was sent."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix(name)] = text
        self.data = data


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files in one go. What each must be is checked where they are stored."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(ManyFilesField, self).clean(one, initial) for one in data or [None]]


class EvidenceForm(forms.Form):
    uploads = ManyFilesField(
        label=_("Files"),
        allow_empty_file=True,
        error_messages={"required": _("Choose at least one file.")},
        widget=ManyFilesInput(
            attrs={"class": "form-control", "accept": ",".join(EXTENSIONS), "required": True}
        ),
    )

    def faults(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]
