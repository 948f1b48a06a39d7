"""What a converted figure says when pointed at: rows of text, for `assets/explain.js`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from finance_app.domain import provenance
from finance_app.domain.entries import EntryView
from finance_app.domain.formatting import MoneyText, money_parts, money_text
from finance_app.domain.made import Made
from finance_app.domain.money import Money
from finance_app.domain.provenance import Row
from finance_app.domain.rates import Rate
from finance_app.domain.valuation import Step, Valuation, Valued
from finance_app.domain.worth import Worth


def written(rows: Sequence[Row]) -> str:
    """Join rows to the one text that an element carries."""
    return "\n".join("\t".join(row) for row in rows)


def of_figure(amount: MoneyText, made: Sequence[Made], found: Valuation, region: str) -> MoneyText:
    """Have an amount that was added up explain itself."""
    return replace(amount, how=written(provenance.of_figure(made, found, region)))


def of_worth(amount: MoneyText, worth: Worth, region: str) -> MoneyText:
    """Have a worth explain itself."""
    return replace(amount, how=written(provenance.of_worth(worth, region)))


def of_entry(entry: EntryView, valued: Valued, region: str) -> MoneyText:
    """Write what an entry is worth in another currency, ready to explain itself."""
    if valued.amount is None:
        return MoneyText()
    rows: list[Row] = [("Amount", money_text(entry.amount, region))]
    for step, became in pairwise((*valued.steps, Step(valued.amount, None))):
        target = became.amount.currency
        if len(rows) > 1:
            rows.append(("Makes", money_text(step.amount, region)))
        if step.rate is not None:
            rows += provenance.of_rate(step.rate, step.amount.currency, target, region)
        else:
            rows += provenance.of_unknown_rate(entry, step.amount, became.amount, region)
    return replace(money_parts(valued.amount, region), how=written(rows))


def of_conversion(amount: MoneyText, original: Money, rate: Rate, region: str) -> MoneyText:
    """Have an amount that was converted by itself explain itself."""
    rows: list[Row] = [("Amount", money_text(original, region))]
    rows += provenance.of_rate(rate, original.currency, amount.code, region)
    return replace(amount, how=written(rows))
