"""What a template is a template of, signed, so that no other sheet can be mistaken for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing

SALT = "progress.sheets.template"


@dataclass(frozen=True)
class Key:
    """Whose template, for which quarter, and at which version each report was."""

    organization: int
    quarter: int
    versions: Mapping[int, int]

    def signed(self) -> str:
        content = [self.organization, self.quarter, list(self.versions.items())]
        return signing.dumps(content, salt=SALT, compress=True)


def read_key(text: str) -> Key | None:
    """The key that this installation has signed; None for anything else."""
    try:
        organization, quarter, versions = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Key(organization, quarter, dict(versions))
