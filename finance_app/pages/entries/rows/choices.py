"""What the selects offer: accounts, and categories in their groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from finance_app.domain.accounts import AccountView
from finance_app.domain.categories import CategoryView, offered_ids
from finance_app.domain.entries import OWN
from finance_app.ui.components.grouped import OptionGroup
from finance_app.ui.components.values import Option


@dataclass(frozen=True)
class TagText:
    """A tag that can be put on an entry."""

    name: str = ""
    chosen: bool = False


def accounts(found: Iterable[AccountView]) -> list[Option]:
    """Offer accounts by name; of closed ones it says so."""
    return [
        Option(str(account.id), f"{account.name}{' · closed' if account.closed_on else ''}")
        for account in found
    ]


def open_accounts(found: Iterable[AccountView], *, also: Collection[str] = ()) -> list[Option]:
    """Offer the open accounts by name.

    Args:
        found: the book's accounts.
        also: keys of those that are chosen already, so that they are offered though closed.
    """
    return accounts(one for one in found if one.closed_on is None or str(one.id) in also)


def tags(names: Iterable[str], chosen: Collection[str] = ()) -> list[TagText]:
    """Offer tags, those of an entry first."""
    others = (name for name in names if name not in chosen)
    return [TagText(name, chosen=True) for name in chosen] + [TagText(name) for name in others]


def categories(
    tree: Sequence[CategoryView], *, all_of: str = "", also: str = ""
) -> list[OptionGroup]:
    """Offer the categories by group, each group first among its own.

    Args:
        tree: the book's categories.
        all_of: what stands before a group's name where it means everything in it.
        also: the key of one that is chosen already, so that it is offered though it is hidden.
    """
    offered = offered_ids(tree, also=also)
    children: dict[int, list[CategoryView]] = {}
    for node in tree:
        if node.parent_id is not None and node.id in offered:
            children.setdefault(node.parent_id, []).append(node)
    return [
        OptionGroup(group.name, _options(group, children.get(group.id, []), all_of))
        for group in tree
        if group.parent_id is None and (group.id in offered or group.id in children)
    ]


def _options(group: CategoryView, children: list[CategoryView], all_of: str) -> list[Option]:
    """Offer a group and its own; where it means everything in it, also what is on it alone."""
    found = [Option(str(group.id), f"{all_of}{group.name}")]
    if all_of and children:
        found.append(Option(f"{OWN}{group.id}", f"Only {group.name}"))
    return found + [Option(str(node.id), node.name) for node in children]
