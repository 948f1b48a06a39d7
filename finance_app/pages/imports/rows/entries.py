"""The rows of a file as they would come in, fifty at a time, as text."""

from __future__ import annotations

from dataclasses import dataclass, field

from finance_app.domain.categories import CategoryView
from finance_app.domain.formatting import MoneyText, count_text, day_text, money_parts
from finance_app.domain.import_previews import ImportGroup, Preview, Proposed
from finance_app.domain.imports import Verdict
from finance_app.domain.money import Money
from finance_app.ui.components.grouped import OptionGroup
from finance_app.ui.components.values import Option

PAGE = 50
ALL = "all"
LABELS = {Verdict.NEW: "New", Verdict.DOUBTFUL: "Doubtful", Verdict.DUPLICATE: "Duplicates"}
CHIPS = {
    Verdict.NEW: ("", ""),
    Verdict.DOUBTFUL: ("Doubtful", "doubt"),
    Verdict.DUPLICATE: ("Duplicate", "accent"),
}


@dataclass(frozen=True)
class RowText:
    """A row as it would come in; `barred` ones cannot."""

    place: str = ""
    payee: str = ""
    day: str = ""
    amount: MoneyText = field(default_factory=MoneyText)
    wanted: bool = False
    barred: bool = False
    verdict: str = ""
    tone: str = ""
    why: str = ""
    category: str = ""


@dataclass(frozen=True)
class FilterText:
    """A kind of rows, and how many there are."""

    value: str = ""
    label: str = ""
    current: bool = False


@dataclass(frozen=True)
class Window:
    """Which rows are looked at: a group's, of one verdict or `ALL`, and which fifty of them."""

    group: int = 0
    kind: str = ALL
    page: int = 0


@dataclass(frozen=True)
class ListText:
    """One page of a group's rows, and what can be done with them."""

    rows: list[RowText] = field(default_factory=list)
    filters: list[FilterText] = field(default_factory=list)
    groups: list[FilterText] = field(default_factory=list)
    where: str = ""
    earlier: bool = False
    later: bool = False
    ask: str = ""


def first_window(shown: Preview) -> Window:
    """Return what asks for a look first: what is doubtful, else what is new."""
    for kind in (Verdict.DOUBTFUL, Verdict.NEW):
        for group in shown.groups:
            if group.count(kind):
                return Window(group.place, kind)
    return Window()


def listed(shown: Preview, window: Window, region: str) -> tuple[ListText, Window]:
    """Return a page of rows, and the window as it really is."""
    if not shown.groups:
        return ListText(), Window()
    group = shown.groups[min(window.group, len(shown.groups) - 1)]
    places = matching(group, window.kind)
    page = max(0, min(window.page, (len(places) - 1) // PAGE))
    window = Window(group.place, window.kind, page)
    part = places[page * PAGE : (page + 1) * PAGE]
    text = ListText(
        rows=[_row(shown, group, place, region) for place in part],
        filters=_filters(group, window.kind, region),
        groups=_groups(shown, group) if len(shown.groups) > 1 else [],
        where=_where(page * PAGE, len(part), len(places), region),
        earlier=page > 0,
        later=(page + 1) * PAGE < len(places),
        ask=_ask(group) if window.kind == Verdict.DOUBTFUL else "",
    )
    return text, window


def matching(group: ImportGroup, kind: str) -> list[int] | range:
    """Return the places of a group's rows of one verdict."""
    if kind == ALL:
        return range(len(group.rows))
    return [at for at, each in enumerate(group.judgements) if each.verdict == kind]


def verb(shown: Preview, region: str) -> tuple[str, bool]:
    """Return what the button says, and whether nothing would come in."""
    count = sum(len(shown.wanted(group)) for group in shown.groups)
    noun = "entry" if count == 1 else "entries"
    return f"Import {count_text(count, region)} {noun}", not count


def category_options(tree: list[CategoryView]) -> list[OptionGroup]:
    """Offer the categories by group, each group first among its own."""
    return [
        OptionGroup(top.name, [Option(str(each.id), each.name) for each in _family(tree, top)])
        for top in tree
        if top.parent_id is None and not top.hidden
    ]


def _family(tree: list[CategoryView], top: CategoryView) -> list[CategoryView]:
    return [top, *(each for each in tree if each.parent_id == top.id and not each.hidden)]


def _row(shown: Preview, group: ImportGroup, place: int, region: str) -> RowText:
    row, judged = group.rows[place], group.judgements[place]
    proposed = shown.category(group, place)
    verdict, tone = CHIPS[judged.verdict]
    return RowText(
        place=f"{group.place}.{place}",
        payee=row.payee or row.note or "No payee",
        day=day_text(row.day, region),
        amount=money_parts(Money(row.amount, group.unit), region, plus=True),
        wanted=shown.wants(group, place),
        barred=judged.barred,
        verdict=verdict,
        tone=tone,
        why=" · ".join(filter(None, (judged.reason, _category_why(proposed)))),
        category=str(proposed.id or ""),
    )


def _category_why(proposed: Proposed) -> str:
    """Say why a category is proposed: `Coffee, as Bakery had before`."""
    return f"{proposed.name}, {proposed.reason}" if proposed.reason and proposed.name else ""


def _filters(group: ImportGroup, kind: str, region: str) -> list[FilterText]:
    counts = [(each, LABELS[each], group.count(each)) for each in LABELS]
    kinds = [*counts, (ALL, "All", len(group.rows))]
    return [
        FilterText(value, f"{label} {count_text(count, region)}", value == kind)
        for value, label, count in kinds
        if count or value == kind
    ]


def _groups(shown: Preview, current: ImportGroup) -> list[FilterText]:
    return [
        FilterText(str(each.place), _name(each), each.place == current.place)
        for each in shown.groups
    ]


def _name(group: ImportGroup) -> str:
    return group.draft.name if group.draft else group.account


def _where(start: int, shown: int, total: int, region: str) -> str:
    first, last, whole = (count_text(each, region) for each in (start + 1, start + shown, total))
    if total <= PAGE:
        return f"{whole} {'row' if total == 1 else 'rows'}"
    return f"{first}–{last} of {whole} rows"


def _ask(group: ImportGroup) -> str:
    count = group.count(Verdict.DOUBTFUL)
    if not count:
        return ""
    many = "This one looks" if count == 1 else f"These {count} look"
    return f"{many} like entries you have. Tick what is not there yet."
