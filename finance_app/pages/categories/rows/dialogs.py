"""What the dialogs say and offer: one category, and what it goes into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finance_app.domain.actors import Actor
from finance_app.domain.categories import CategoryKind, CategoryView
from finance_app.domain.formatting import count_text
from finance_app.pages.categories.rows.tree import KINDS
from finance_app.ui.components.grouped import OptionGroup
from finance_app.ui.components.values import Option

type Tree = Sequence[CategoryView]

HUES = ("Blue", "Orange", "Teal", "Green", "Plum", "Rose", "Sky", "Gold")
TOP = "top"  # as a place: a group of its own


@dataclass(frozen=True)
class FormText:
    """What the form's fields start with; `id` is empty for a new category."""

    key: str = ""
    id: str = ""
    version: str = ""
    name: str = ""
    icon: str = ""
    hue: str = "0"
    place: str = ""
    title: str = ""


@dataclass(frozen=True)
class TargetText:
    """What the dialog asks before it merges a category, or moves it to another group."""

    key: str = ""
    id: str = ""
    version: str = ""
    title: str = ""
    said: str = ""
    verb: str = ""
    merges: bool = False


def new(place: str, hue: int, actor: Actor) -> FormText:
    """Start a new category in a group, or a group of a kind.

    Args:
        place: the group's key, or the kind.
    """
    title = "Add a group" if place in list(CategoryKind) else "Add a category"
    return FormText(key=actor.now.isoformat(), hue=str(hue), place=place, title=title)


def existing(node: CategoryView, actor: Actor) -> FormText:
    """Start with a category as it is."""
    return FormText(
        key=actor.now.isoformat(),
        id=str(node.id),
        version=str(node.version),
        name=node.name,
        icon=node.icon,
        hue=str(node.hue),
        title="Group" if node.parent_id is None else "Category",
    )


def places(tree: Tree) -> list[OptionGroup]:
    """Offer where a new category may stand."""
    return [
        OptionGroup(
            heading,
            [
                *(
                    Option(str(node.id), node.name)
                    for node in tree
                    if node.parent_id is None and node.kind is kind
                ),
                Option(kind, "A group of its own"),
            ],
        )
        for kind, heading in KINDS.items()
    ]


def merging(node: CategoryView, own: int, count: int, actor: Actor) -> TargetText:
    """Say what merging a category does.

    Args:
        own: how many categories stand in it.
        count: how many entries are on it.
    """
    entries = "entry moves" if count == 1 else "entries move"
    moves = f"{count_text(count, actor.region)} {entries} to the category that you choose"
    along = f", {own} {'category comes' if own == 1 else 'categories come'} along" if own else ""
    return TargetText(
        key=actor.now.isoformat(),
        id=str(node.id),
        version=str(node.version),
        title=f"Merge {node.name}",
        said=f"{moves}{along}, and “{node.name}” is deleted. You can undo this, also days later.",
        verb="Merge",
        merges=True,
    )


def moving(node: CategoryView, actor: Actor) -> TargetText:
    """Ask where a category is to stand."""
    return TargetText(
        key=actor.now.isoformat(),
        id=str(node.id),
        version=str(node.version),
        title=f"Move {node.name}",
        said="Its entries stay on it.",
        verb="Move",
    )


def merge_targets(tree: Tree, node: CategoryView) -> list[OptionGroup]:
    """Offer what a category can be merged into; what has others in it goes into groups only."""
    is_group = any(one.parent_id == node.id for one in tree)
    offered = []
    for top in tree:
        if top.parent_id is None and top.kind is node.kind:
            inside = [] if is_group else [one for one in tree if one.parent_id == top.id]
            options = [Option(str(one.id), one.name) for one in (top, *inside) if one != node]
            offered += [OptionGroup(top.name, options)] if options else []
    return offered


def move_targets(tree: Tree, node: CategoryView) -> list[OptionGroup]:
    """Offer the groups that a category can go into."""
    groups = [
        Option(str(one.id), one.name)
        for one in tree
        if one.parent_id is None
        and one.kind is node.kind
        and one.id not in (node.id, node.parent_id)
    ]
    out = [] if node.parent_id is None else [Option(TOP, "A group of its own")]
    return [OptionGroup("Groups", groups + out)]
