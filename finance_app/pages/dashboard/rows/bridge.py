"""The net-worth bridge as the browser gets it: the chart in two shapes, and what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from finance_app.domain import bridge_charts, report_bridge
from finance_app.domain.actors import Actor
from finance_app.domain.bridge import Bridge, Cause, CurrencyGain, Gain
from finance_app.domain.dashboard import Dashboard
from finance_app.domain.entries import LineKind
from finance_app.domain.formatting import NO_RATE, MoneyText, money_parts
from finance_app.domain.money import Money
from finance_app.pages.dashboard.rows import explained
from finance_app.ui import comparisons, days, links
from finance_app.ui.components.ways import WaysText
from finance_app.ui.ways import by_size

PLACE = "behind"  # of what is folded away, on the page
OPEN = "1"  # the query's `gains`: what is folded away is shown


UNKNOWN = MoneyText(text=NO_RATE.code, whole=NO_RATE.code)
"""What stands in a column of amounts that no currency is written in."""


@dataclass(frozen=True)
class GainRow:
    """What a currency or one of its accounts brought; `part` where it is one of several."""

    key: str = ""
    name: str = ""
    href: str = ""
    revaluation: MoneyText = field(default_factory=MoneyText)
    exchange: MoneyText = field(default_factory=MoneyText)
    together: MoneyText = field(default_factory=MoneyText)
    part: bool = False


@dataclass(frozen=True)
class LackRow:
    """Something that has no rate."""

    key: str = ""
    name: str = ""
    href: str = ""
    what: str = ""
    when: str = ""
    amount: str = ""


@dataclass(frozen=True)
class BridgeText:
    """The bridge.

    Args:
        upright: the chart where there is room…
        down: …and where there is not.
        height: of the second, in pixels.
        label: what both show, for those who cannot see them.
        gains: by currency and account.
        gains_note: what its columns are.
        total: all of the gains.
        lacking: what has no rate.
        is_open: what is folded away is shown.
    """

    upright: dict[str, Any] = field(default_factory=dict)
    down: dict[str, Any] = field(default_factory=dict)
    height: str = ""
    value: MoneyText = field(default_factory=MoneyText)
    note: str = ""
    label: str = ""
    ways: WaysText = field(default_factory=WaysText)
    gains: list[GainRow] = field(default_factory=list)
    gains_note: str = ""
    total: GainRow = field(default_factory=GainRow)
    lacking: list[LackRow] = field(default_factory=list)
    is_open: bool = False


def bridge(found: Dashboard, actor: Actor, *, is_open: bool, told: bool = False) -> BridgeText:
    """Draw what changed net worth, and write out what is behind it.

    Args:
        found: all of the dashboard.
        actor: for whom it is written.
        is_open: what is folded away is shown.
        told: the amounts of the table explain themselves.
    """
    made, region = found.bridge, actor.region
    if made is None or not made.shown:
        return BridgeText()

    def way(cause: Cause) -> str:
        return _way(cause, found, actor)

    figure = bridge_charts.down(made, region, way)
    note = report_bridge.led(made, found.valuation, region)
    table = by_size(report_bridge.TITLE, "Step", figure)
    last = days.written(made.closing.day, actor.today)
    return BridgeText(
        upright=bridge_charts.upright(made, region, way),
        down=figure,
        height=f"{figure['layout']['height']}px",
        value=money_parts(made.change, region, plus=True),
        note=note,
        label=f"{report_bridge.TITLE}: {report_bridge.change_text(made, region)}. {note}",
        ways=explained.bridge(table, found, actor) if told else table,
        gains=list(_gains(made, region, last)),
        gains_note=report_bridge.gains_note(made),
        total=_total(made, region),
        lacking=_lacking(made, region, last),
        is_open=is_open,
    )


def _way(cause: Cause, found: Dashboard, actor: Actor) -> str:
    """Return where a bar leads."""
    period = str(found.counted)
    entries = {
        Cause.INCOME: LineKind.INCOME,
        Cause.SPENDING: LineKind.SPENDING,
        Cause.EXCHANGE: LineKind.TRANSFER,
        Cause.UNDER_WAY: LineKind.TRANSFER,
    }
    if cause in entries:
        return links.entries(period=period, kind=entries[cause])
    if cause in (Cause.REVALUATION, Cause.UNKNOWN):
        compare = comparisons.kept(found.against)
        return links.dashboard(str(found.period), compare=compare, gains=OPEN) + f"#{PLACE}"
    opened = cause is Cause.OPENING and found.bridge
    day = found.bridge.opening.day if opened and found.bridge else found.worth.now.day
    return links.accounts(days.written(day, actor.today))


def _gains(made: Bridge, region: str, last: str) -> list[GainRow]:
    rows = []
    for group in made.gains:
        several = len(group.accounts) > 1
        name, first = report_bridge.currency_name(group), group.accounts[0].account
        href = "" if several else links.account(str(first.id), day=last)
        rows.append(_gain(GainRow(group.currency, name, href), group, region))
        for one in group.accounts if several else ():
            key = str(one.account.id)
            part = GainRow(key, one.account.name, links.account(key, day=last), part=True)
            rows.append(_gain(part, one, region))
    return rows


def _gain(row: GainRow, gain: Gain | CurrencyGain, region: str) -> GainRow:
    return _with(row, report_bridge.gain_amounts(gain), region)


def _total(made: Bridge, region: str) -> GainRow:
    return _with(GainRow("total", "Total"), report_bridge.gain_sums(made), region)


def _with(row: GainRow, amounts: Sequence[Money | None], region: str) -> GainRow:
    revaluation, exchange, together = (
        money_parts(one, region, plus=True) if one else UNKNOWN for one in amounts
    )
    return replace(row, revaluation=revaluation, exchange=exchange, together=together)


def _lacking(made: Bridge, region: str, last: str) -> list[LackRow]:
    rows = []
    for number, lack in enumerate(made.lacking):
        name, what, when, amount = report_bridge.lack_cells(lack, region)
        href = links.account(str(lack.account.id), day=last)
        rows.append(LackRow(str(number), name, href, what, when, amount))
    return rows
