"""The register: every spelling of every organization and group (rulings 1.3 and 1.4). Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

GROUP = "group"


@dataclass(frozen=True)
class Entry:
    """A name of the register; `kind` is department, county, zone, institution or group."""

    name: str
    kind: str


@dataclass(frozen=True)
class Match:
    """What some words mean; `slip` says that they are a known slip of the pen."""

    name: str
    kind: str
    slip: bool


class Register:
    """Every spelling of every organization and group (rulings 1.3 and 1.4)."""

    def __init__(
        self, spellings: Mapping[str, Match], members: Mapping[str, tuple[Entry, ...]]
    ) -> None:
        self._spellings = dict(spellings)
        self._members = dict(members)
        self._longest = max((len(one) for one in self._spellings), default=0)

    @classmethod
    def build(
        cls, organizations: Iterable[Mapping[str, Any]], groups: Iterable[Mapping[str, Any]]
    ) -> "Register":
        """From dicts with name, kind, and optionally short_name, aliases, slips and members.

        A name beats an alias, and the first owner of an alias keeps it.
        """
        organizations, groups = list(organizations), list(groups)
        entries = {one["name"]: Entry(one["name"], one["kind"]) for one in organizations}
        members = {
            one["name"]: tuple(
                entries[name] for name in one.get("members") or () if name in entries
            )
            for one in groups
        }
        owned = [(entries[one["name"]], one) for one in organizations]
        owned += [(Entry(one["name"], GROUP), one) for one in groups]
        spellings: dict[str, Match] = {}
        for entry, _one in owned:
            spellings.setdefault(fold(entry.name), Match(entry.name, entry.kind, slip=False))
        for entry, one in owned:
            for words, slip in _other_spellings(one):
                spellings.setdefault(fold(words), Match(entry.name, entry.kind, slip))
        return cls(spellings, members)

    def lookup(self, words: str) -> Match | None:
        """What exactly these words mean, whatever their width and spaces."""
        return self._spellings.get(fold(words))

    def is_county_group(self, name: str) -> bool:
        """Whether every member of the group of that name is a county or zone (rulings 1.6)."""
        members = self._members.get(name, ())
        return bool(members) and all(one.kind in {"county", "zone"} for one in members)

    def partition(self, words: str) -> tuple[str, ...] | None:
        """`words` as known spellings on end, the fewest there can be; None where it is none."""
        folded = fold(words)
        best: list[tuple[str, ...] | None] = [()] + [None] * len(folded)
        for end in range(1, len(folded) + 1):
            for start in range(max(0, end - self._longest), end):
                head, tail = best[start], folded[start:end]
                if head is None or tail not in self._spellings:
                    continue
                known = best[end]
                if known is None or len(head) + 1 < len(known):
                    best[end] = (*head, tail)
        return best[-1]


def _other_spellings(one: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    if one.get("short_name"):
        yield one["short_name"], False
    yield from ((words, False) for words in one.get("aliases") or ())
    yield from ((words, True) for words in one.get("slips") or ())


def fold(words: str) -> str:
    """`words` without spaces and in one width, so that （ and ( are the same."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
