"""Figures of a period, each with what it is made of, as programs see them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Amount, Key, Shown
from finance_app.api.schemas.rates import Rate
from finance_app.domain.steps import Step
from finance_app.domain.valuation import Basis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finance_app.domain.dashboard import CategorySum, Dashboard, PayeeSum
    from finance_app.domain.flows import Flow, StepFlow
    from finance_app.domain.made import Made
    from finance_app.domain.money import Money
    from finance_app.domain.worth import Worth


def _amount(money: Money | None) -> Amount | None:
    return None if money is None else Amount.of(money)


class Part(Shown):
    """What a figure is made of in one currency."""

    original: Amount = Field(description="As it is on the accounts.")
    converted: Amount | None = Field(description="As it is in the figure; null without a rate.")
    count: int = Field(description="How many lines.")
    bank_count: int = Field(description="How many of them at the bank’s own rate.")
    between: Amount | None = Field(description="In the book’s currency, where that was a step.")

    @classmethod
    def of(cls, made: Made) -> Self:
        """Return a part as programs get it."""
        return cls(
            original=Amount.of(made.original),
            converted=_amount(made.converted),
            count=made.count,
            bank_count=made.bank_count,
            between=_amount(made.between),
        )


class Figure(Shown):
    """A figure. What has no rate is not in `amount`, but in `parts` without `converted`."""

    amount: Amount | None = Field(description="Null where nothing of it could be converted.")
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, amount: Money | None, made: Iterable[Made]) -> Self:
        """Return a figure as programs get it."""
        return cls(amount=_amount(amount), parts=tuple(map(Part.of, made)))


class FlowShown(Shown):
    """What came in, and what was spent: above zero."""

    income: Figure
    spending: Figure
    net: Amount | None

    @classmethod
    def of(cls, flow: Flow) -> Self:
        """Return a flow as programs get it."""
        return cls(
            income=Figure.of(flow.known_income, flow.income_made),
            spending=Figure.of(flow.known_spending, flow.spending_made),
            net=_amount(flow.known_net),
        )


class StepShown(Shown):
    """The flow of a day, month, quarter or year."""

    start: date
    last: date
    inside: bool = Field(description="It is of the period, not one before it to compare with.")
    flow: FlowShown

    @classmethod
    def of(cls, step: StepFlow) -> Self:
        """Return a step as programs get it."""
        return cls(
            start=step.start, last=step.last, inside=step.inside, flow=FlowShown.of(step.flow)
        )


class CategoryFigure(Shown):
    """A category's share."""

    id: Key | None = Field(description="Null is what has no category.")
    name: str
    figure: Figure
    count: int
    members: tuple[CategoryFigure, ...] = Field(description="A group’s categories.")

    @classmethod
    def of(cls, one: CategorySum) -> Self:
        """Return a share as programs get it."""
        return cls(
            id=one.id or None,
            name=one.name,
            figure=Figure.of(one.known, one.made),
            count=one.count,
            members=tuple(map(CategoryFigure.of, one.members)),
        )


class PayeeFigure(Shown):
    """What was spent at a payee."""

    id: Key | None = Field(description="Null is what has no payee.")
    name: str
    figure: Figure
    count: int

    @classmethod
    def of(cls, one: PayeeSum) -> Self:
        """Return it as programs get it."""
        return cls(
            id=one.id or None,
            name=one.name,
            figure=Figure.of(one.amount, one.made),
            count=one.count,
        )


class WorthShown(Shown):
    """What all accounts are worth at the end of a day."""

    day: date
    figure: Figure
    rates: dict[str, Rate] = Field(description="What was converted at, by currency.")

    @classmethod
    def of(cls, worth: Worth) -> Self:
        """Return net worth as programs get it."""
        return cls(
            day=worth.day,
            figure=Figure.of(worth.known, worth.made),
            rates={currency: Rate.of(rate) for currency, rate in worth.rates},
        )


class Figures(Shown):
    """What the dashboard says about a period. It counts up to today."""

    start: date
    last: date
    counted_to: date = Field(description="The last day that the figures are of.")
    currency: str
    basis: Basis = Field(description="At which rates: of each entry’s day, or of one day.")
    flow: FlowShown
    compared: FlowShown | None = Field(description="The period before, or that of last year.")
    step: Step
    steps: tuple[StepShown, ...]
    spending: tuple[CategoryFigure, ...]
    income: tuple[CategoryFigure, ...]
    payees: tuple[PayeeFigure, ...]
    worth: WorthShown
    worth_before: WorthShown | None
    worth_series: tuple[WorthShown, ...]

    @classmethod
    def of(cls, found: Dashboard) -> Self:
        """Return the figures as programs get them."""
        return cls(
            start=found.period.start,
            last=found.period.last,
            counted_to=found.counted.last,
            currency=found.currency,
            basis=found.valuation.basis,
            flow=FlowShown.of(found.flow),
            compared=FlowShown.of(found.before) if found.before else None,
            step=found.step,
            steps=tuple(map(StepShown.of, found.steps)),
            spending=tuple(map(CategoryFigure.of, found.spending)),
            income=tuple(map(CategoryFigure.of, found.income)),
            payees=tuple(map(PayeeFigure.of, found.payees)),
            worth=WorthShown.of(found.worth.now),
            worth_before=WorthShown.of(found.worth.before) if found.worth.before else None,
            worth_series=tuple(map(WorthShown.of, found.worth.series)),
        )
