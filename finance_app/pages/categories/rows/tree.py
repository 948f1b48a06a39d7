"""The category tree as the browser gets it: text, ready to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from finance_app.domain.categories import CategoryKind, CategoryView, Usage
from finance_app.domain.category_places import family
from finance_app.domain.formatting import count_text
from finance_app.ui import links
from finance_app.ui.components.values import Choice

type Tree = Sequence[CategoryView]
type Uses = Mapping[int, Usage]

KINDS = {CategoryKind.EXPENSE: "Spending", CategoryKind.INCOME: "Income"}
SHOWN = {"": "All", "visible": "Visible", "hidden": "Hidden", "unused": "Not used"}


@dataclass(frozen=True)
class BranchRow:
    """A group or a category.

    Args:
        dimmed: it is hidden, or in a group that is.
        href: its entries.
        this_year: how often it is used, of a group with what is in it.
        kind: what it is when it is dragged.
        drops: what may be dropped on it, and how.
        idle: nothing is on it or in it, so it can be deleted.
        movable: it can go into a group, or out of one.
    """

    id: str = ""
    version: str = ""
    name: str = ""
    icon: str = ""
    hue: str = ""
    hidden: bool = False
    dimmed: bool = False
    href: str = ""
    this_year: str = ""
    ever: str = ""
    kind: str = ""
    drops: str = ""
    idle: bool = False
    movable: bool = False


@dataclass(frozen=True)
class GroupText:
    """A group and what stands in it."""

    row: BranchRow = field(default_factory=BranchRow)
    rows: list[BranchRow] = field(default_factory=list)


@dataclass(frozen=True)
class KindText:
    """The groups of income or of spending."""

    kind: str = ""
    heading: str = ""
    groups: list[GroupText] = field(default_factory=list)


def kinds(tree: Tree, uses: Uses, show: str, region: str) -> list[KindText]:
    """Write the tree out, spending first; only what is asked for, with the groups it stands in."""
    wanted = _wanted(tree, uses, show)
    found = []
    for kind, heading in KINDS.items():
        tops = [node for node in tree if node.parent_id is None and node.kind is kind]
        groups = [_group(tree, uses, top, wanted, region) for top in tops]
        kept = [group for top, group in zip(tops, groups, strict=True) if group.rows or wanted(top)]
        if kept:
            found.append(KindText(kind, heading, kept))
    return found


def choices(show: str) -> list[Choice]:
    """Offer what can be shown of the tree."""
    return [Choice(label, links.categories(one), one == show) for one, label in SHOWN.items()]


def _wanted(tree: Tree, uses: Uses, show: str) -> Callable[[CategoryView], bool]:
    hidden = {node.id for node in tree if node.hidden}
    parents = {node.parent_id for node in tree}

    def is_wanted(node: CategoryView) -> bool:
        away = bool({node.id, node.parent_id} & hidden)
        if show == "unused":
            return node.id not in parents and not uses.get(node.id, Usage()).ever
        return show not in ("visible", "hidden") or away is (show == "hidden")

    return is_wanted


def _group(
    tree: Tree, uses: Uses, top: CategoryView, wanted: Callable[[CategoryView], bool], region: str
) -> GroupText:
    own = [node for node in tree if node.parent_id == top.id]
    counts = [uses.get(node.id, Usage()) for node in (top, *own)]
    whole = Usage(sum(one.this_year for one in counts), sum(one.ever for one in counts))
    head = _row(top, whole, region, idle=not own and not whole.ever, movable=not own)
    rows = [
        _row(node, used, region, idle=not used.ever, movable=True, away=top.hidden)
        for node, used in zip(own, counts[1:], strict=True)
        if wanted(node)
    ]
    return GroupText(head, rows)


def _row(
    node: CategoryView,
    used: Usage,
    region: str,
    *,
    idle: bool,
    movable: bool,
    away: bool = False,
) -> BranchRow:
    is_group = node.parent_id is None
    leaf, group = f"{node.kind}-leaf", f"{node.kind}-group"
    return BranchRow(
        id=str(node.id),
        version=str(node.version),
        name=node.name,
        icon=node.icon,
        hue=str(node.hue),
        hidden=node.hidden,
        dimmed=node.hidden or away,
        href=links.entries(category=str(node.id)),
        this_year=_count(used.this_year, region),
        ever=_count(used.ever, region),
        kind=group if is_group else leaf,
        drops=f"{group}:beside {leaf}:into" if is_group else f"{leaf}:beside",
        idle=idle,
        movable=movable,
    )


def _count(count: int, region: str) -> str:
    return count_text(count, region) if count else "–"


def where(tree: Tree, node: CategoryView, *, stays: bool = False) -> str:
    """Say where a category stands by now, as “Coffee is 2 of 4 in Food”."""
    beside = family(tree, node, node.parent_id)
    group = next((one.name for one in tree if one.id == node.parent_id), "")
    inside = f"in {group}" if group else "among the groups"
    verb = "stays" if stays else "is"
    return f"{node.name} {verb} {beside.index(node) + 1} of {len(beside)} {inside}."
