"""Payees and tags as the browser gets them: text, ready to show."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import count_text, day_text
from finance_app.domain.labels import MOST_COUNTED, LabelKind, LabelPage, LabelView
from finance_app.ui import links

PATHS = {LabelKind.PAYEE: links.PAYEES, LabelKind.TAG: links.TAGS}
NOUNS = {LabelKind.PAYEE: ("payee", "payees"), LabelKind.TAG: ("tag", "tags")}


@dataclass(frozen=True)
class LabelRow:
    """A payee or tag.

    Args:
        href: its entries, where it has any.
        last: when a payee was paid last, in words.
        count: how many entries it has.
        idle: it has none.
        chosen: it is ticked.
    """

    id: str = ""
    version: str = ""
    name: str = ""
    href: str = ""
    last: str = ""
    count: str = ""
    idle: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class FormText:
    """What the form starts with; `id` is empty for a new one."""

    key: str = ""
    id: str = ""
    version: str = ""
    name: str = ""
    title: str = ""


@dataclass(frozen=True)
class MergeText:
    """What the dialog says before it merges."""

    key: str = ""
    title: str = ""
    said: str = ""


def kind_at(path: str) -> LabelKind:
    """Return what the page at an address lists."""
    return LabelKind.TAG if path.strip("/") == links.TAGS.strip("/") else LabelKind.PAYEE


def listed(
    page: LabelPage, kind: LabelKind, chosen: Collection[int], region: str
) -> list[LabelRow]:
    """Write a page out."""
    return [row(one, kind, region, chosen=one.id in chosen) for one in page.labels]


def row(one: LabelView, kind: LabelKind, region: str, *, chosen: bool = False) -> LabelRow:
    """Write one label out; a count that goes on says so."""
    more = one.count > MOST_COUNTED
    count = f"{count_text(MOST_COUNTED, region)}+" if more else count_text(one.count, region)
    return LabelRow(
        id=str(one.id),
        version=str(one.version),
        name=one.name,
        href=links.entries(**{kind: str(one.id)}) if one.count else "",
        last=f"Last on {day_text(one.last, region)}" if one.last else "",
        count=count if one.count else "–",
        idle=not one.count,
        chosen=chosen,
    )


def hrefs(page: LabelPage, kind: LabelKind, text: str) -> tuple[str, str]:
    """Return the addresses of the pages before and after one; nothing where there is none."""
    path = PATHS[kind]
    earlier = links.address(path, text=text, before=page.before) if page.before else ""
    later = links.address(path, text=text, after=page.after) if page.after else ""
    return earlier, later


def chosen_text(chosen: Mapping[int, str], kind: LabelKind) -> str:
    """Say how many are ticked and name the first of them; nothing where none is."""
    if not chosen:
        return ""
    names = ", ".join(list(chosen.values())[:3])
    more = ", …" if len(chosen) > 3 else ""  # noqa: PLR2004  the three of above
    return f"{len(chosen)} {NOUNS[kind][len(chosen) != 1]}: {names}{more}"


def new(kind: LabelKind, actor: Actor) -> FormText:
    """Start a new one."""
    return FormText(key=actor.now.isoformat(), title=f"Add a {kind}")


def existing(one: LabelView, kind: LabelKind, actor: Actor) -> FormText:
    """Start with the name that it has."""
    return FormText(
        actor.now.isoformat(), str(one.id), str(one.version), one.name, f"Rename {kind}"
    )


def merging(kind: LabelKind, count: int, actor: Actor, taken: str = "") -> MergeText:
    """Say what merging does.

    Args:
        count: how many entries they have together.
        taken: a name that was typed and that another one has.
    """
    entries = f"{count_text(count, actor.region)} {'entry' if count == 1 else 'entries'}"
    why = f"There is a {kind} “{taken}” already. " if taken else ""
    moves = f": all {entries} get it, the others are deleted" if count else "; the others go"
    said = f"{why}Choose the name that stays{moves}. You can undo this, also days later."
    return MergeText(actor.now.isoformat(), f"Merge {NOUNS[kind][1]}", said)
