"""What a person decides about a bank file: its layout, its accounts, its rows, their categories.

A plan is a value; every decision makes a new one. It is kept beside the staged file, so that one
goes on where one was.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from finance_app.domain.accounts import AccountKind
from finance_app.domain.layouts import layout_from_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finance_app.domain.layouts import Layout

type Place = tuple[int, int]
"""A row: its group's number and its own within it, both from 0."""

NEW_ACCOUNT = 0  # among the targets


@dataclass(frozen=True, slots=True)
class Opening:
    """An account that a group of rows is to open; its currency counts where the file names none."""

    name: str
    kind: AccountKind
    currency: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person decided about an import.

    Args:
        layout: how a CSV file is read; None for formats that say so themselves.
        confirmed: whether a person has looked at the layout.
        targets: the account of each group, `NEW_ACCOUNT` for one that is opened; groups not named
            go as proposed.
        openings: what was chosen about accounts to be opened, by group.
        rows: whether to import a row; rows not named go by their verdict.
        categories: the category of a row, 0 for none; rows not named go as proposed.
    """

    layout: Layout | None = None
    confirmed: bool = False
    targets: Mapping[int, int] = field(default_factory=dict)
    openings: Mapping[int, Opening] = field(default_factory=dict)
    rows: Mapping[Place, bool] = field(default_factory=dict)
    categories: Mapping[Place, int] = field(default_factory=dict)

    def laid_out(self, layout: Layout) -> Self:
        """Read the file by another layout; what was said about single rows is forgotten."""
        if layout == self.layout:
            return self
        named = ("account", "currency", "currency_code")
        same = self.layout is not None and all(
            getattr(self.layout, name) == getattr(layout, name) for name in named
        )
        kept = replace(self, layout=layout, confirmed=False, rows={}, categories={})
        return kept if same else replace(kept, targets={}, openings={})

    def aimed(self, group: int, account_id: int) -> Self:
        """Bring a group to an account; which of its rows come in is judged anew."""
        rows = {place: wanted for place, wanted in self.rows.items() if place[0] != group}
        return replace(self, targets={**self.targets, group: account_id}, rows=rows)

    def opening(self, group: int, wanted: Opening) -> Self:
        """Open an account for a group."""
        openings = {**self.openings, group: wanted}
        return replace(self.aimed(group, NEW_ACCOUNT), openings=openings)

    def choosing(self, places: Iterable[Place], *, wanted: bool) -> Self:
        """Bring rows in, or leave them out."""
        return replace(self, rows={**self.rows, **dict.fromkeys(places, wanted)})

    def categorised(self, place: Place, category_id: int) -> Self:
        """Give a row a category, 0 for none."""
        return replace(self, categories={**self.categories, place: category_id})

    def as_json(self) -> str:
        """Write the plan down as canonical JSON."""
        stored = {
            "categories": _by_text(self.categories),
            "confirmed": self.confirmed,
            "layout": self.layout.as_dict() if self.layout else None,
            "openings": {
                str(group): [each.name, each.kind, each.currency]
                for group, each in self.openings.items()
            },
            "rows": _by_text(self.rows),
            "targets": {str(group): key for group, key in self.targets.items()},
        }
        return json.dumps(stored, sort_keys=True, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a plan back."""
        stored = json.loads(text)
        layout = stored.get("layout")
        return cls(
            layout=layout_from_dict(layout) if layout else None,
            confirmed=stored.get("confirmed", False),
            targets={int(group): key for group, key in stored.get("targets", {}).items()},
            openings={
                int(group): Opening(name, AccountKind(kind), currency)
                for group, (name, kind, currency) in stored.get("openings", {}).items()
            },
            rows=_by_place(stored.get("rows", {})),
            categories=_by_place(stored.get("categories", {})),
        )


def _by_text(chosen: Mapping[Place, Any]) -> dict[str, Any]:
    return {f"{group}.{row}": value for (group, row), value in chosen.items()}


def _by_place(stored: Mapping[str, Any]) -> dict[Place, Any]:
    split = ((text.partition("."), value) for text, value in stored.items())
    return {(int(group), int(row)): value for (group, _, row), value in split}


@dataclass(frozen=True, slots=True)
class Span:
    """What came in on one account: how many entries, and their first and last day (ISO)."""

    account_id: int
    account: str
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a committed import; takes the plan's place once the file is gone."""

    imported: int = 0
    left_out: int = 0
    spans: tuple[Span, ...] = ()

    def as_json(self) -> str:
        """Write the outcome down as canonical JSON."""
        spans = [
            [each.account_id, each.account, each.count, each.first, each.last]
            for each in self.spans
        ]
        stored = {"imported": self.imported, "left_out": self.left_out, "spans": spans}
        return json.dumps({"outcome": stored}, sort_keys=True, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an outcome back; an empty one where the import was never committed."""
        stored = json.loads(text).get("outcome")
        if stored is None:
            return cls()
        spans = tuple(Span(*each) for each in stored["spans"])
        return cls(stored["imported"], stored["left_out"], spans)
