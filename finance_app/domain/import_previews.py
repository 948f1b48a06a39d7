"""An import as a person looks at it before it is committed: groups of rows, and what is chosen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.formatting import count_text
from finance_app.domain.import_plans import Outcome, Plan
from finance_app.domain.imports import ImportStatus, Verdict, in_minor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finance_app.domain.imports import ImportRow, Judgement
    from finance_app.domain.layout_marks import Question
    from finance_app.domain.layouts import Layout
    from finance_app.domain.statements import Skipped, Statement, StatementTransaction


@dataclass(frozen=True, slots=True)
class Proposed:
    """The category a row would get, and why; `id` is None for none."""

    id: int | None = None
    name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A row of a CSV file beside what a layout makes of it."""

    cells: tuple[str, ...]
    read: StatementTransaction | Skipped


NOTHING = Proposed()
LONGEST_NUMBER = 100  # of an account, as the bank names it


@dataclass(frozen=True, slots=True)
class ImportGroup:
    """The rows of a file that go to one account.

    Args:
        place: its number in the file, counted from 0.
        number: how the bank names the account, "" when the file does not say.
        currency: of its rows, "" when the file does not say.
        unit: the currency its amounts are in.
        rows: as the file has them; shared, never changed.
        judgements: what each row is.
        account_id: the account they would go to; None opens a new one by `draft`.
        matched: it is the account of the bank's number.
    """

    place: int
    number: str
    currency: str
    unit: str
    rows: Sequence[ImportRow]
    judgements: Sequence[Judgement]
    account_id: int | None = None
    account: str = ""
    matched: bool = False
    draft: AccountDraft | None = None
    refusal: str = ""
    counts: Counter[Verdict] = field(default_factory=Counter)

    def count(self, verdict: Verdict) -> int:
        """Return how many rows have a verdict."""
        return self.counts[verdict]


@dataclass(frozen=True, slots=True)
class Preview:
    """An import as a person looks at it before it is committed.

    Args:
        questions: what a CSV file leaves open.
        proposed: the layout that the file suggests by itself.
        usual: the category that a payee's entries had last, by the payee's name.
        names: every category of the book by key.
        outcome: what came of it, once committed.
    """

    id: int
    filename: str
    status: ImportStatus
    plan: Plan
    format: str = ""
    groups: tuple[ImportGroup, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    questions: tuple[Question, ...] = ()
    proposed: Layout | None = None
    usual: Mapping[str, Proposed] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    change_set_id: int | None = None
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def is_open(self) -> bool:
        """Whether the file can be read in several ways and nobody said in which."""
        several = any(len(one.choices) > 1 for one in self.questions)
        return several and not self.plan.confirmed

    def wants(self, group: ImportGroup, place: int) -> bool:
        """Say whether a row would be imported: new ones, unless the person chose otherwise."""
        judged = group.judgements[place]
        if judged.barred:
            return False
        return self.plan.rows.get((group.place, place), judged.verdict is Verdict.NEW)

    def wanted(self, group: ImportGroup) -> list[int]:
        """Return the places of the rows that would be imported."""
        judged = group.judgements
        chosen = [at for at in range(len(judged)) if judged[at].verdict is Verdict.NEW]
        said = {place for at, place in self.plan.rows if at == group.place and place < len(judged)}
        if not said:
            return chosen
        return sorted({*chosen} - said | {place for place in said if self.wants(group, place)})

    def category(self, group: ImportGroup, place: int) -> Proposed:
        """Return the category that a row would get: the chosen one, else the payee's usual one."""
        key = self.plan.categories.get((group.place, place))
        if key is not None and (not key or key in self.names):
            return Proposed(key or None, self.names.get(key, ""))
        return self.usual.get(group.rows[place].payee, NOTHING)


def all_known(groups: Sequence[ImportGroup], region: str) -> str:
    """Say that every row of a file is a duplicate; nothing where any is not."""
    count = sum(len(group.rows) for group in groups)
    if count > sum(group.count(Verdict.DUPLICATE) for group in groups):
        return ""
    rows = "The only row is" if count == 1 else f"All {count_text(count, region)} rows are"
    return f"{rows} in the book already; there is nothing to import."


KINDS = {
    "checking": AccountKind.CHECKING,
    "savings": AccountKind.SAVINGS,
    "moneymrkt": AccountKind.SAVINGS,
    "cd": AccountKind.SAVINGS,
    "creditline": AccountKind.LOAN,
    "creditcard": AccountKind.CARD,
    "card": AccountKind.CARD,
}


WORDS = {
    "cash": AccountKind.CASH,
    "wallet": AccountKind.CASH,
    "card": AccountKind.CARD,
    "credit": AccountKind.CARD,
    "saving": AccountKind.SAVINGS,
    "loan": AccountKind.LOAN,
    "invest": AccountKind.INVESTMENT,
}
"""What an account is, by words in its name."""


def new_account(
    statement: Statement, currency: str, rows: Sequence[ImportRow], wanted: Sequence[int]
) -> AccountDraft:
    """Return the account that a statement would open.

    Where the bank states a balance, the opening balance is what makes the wanted rows end there.
    """
    number = statement.account.number[:LONGEST_NUMBER]
    kind = KINDS.get(statement.account.kind.casefold()) or _kind_named(number)
    label = _label(number, kind)
    days = [rows[place].day for place in wanted] or [row.day for row in rows]
    draft = AccountDraft(label, kind, currency, min(days), 0, number)
    if statement.balance is None:
        return draft
    balance, rounded = in_minor(statement.balance, currency)
    if balance is None or rounded:
        return draft
    until = statement.balance_day or max(days)
    moved = sum(rows[place].amount for place in wanted if rows[place].day <= until)
    return replace(draft, opening_balance=balance - moved)


def _kind_named(number: str) -> AccountKind:
    """Return the kind that an account's name tells of, where a bank names it by words."""
    words = number.casefold()
    return next((kind for word, kind in WORDS.items() if word in words), AccountKind.CHECKING)


def _label(number: str, kind: AccountKind) -> str:
    """Name an account by the end of its number, or by what its bank calls it."""
    if not any(sign.isdigit() for sign in number):
        return number or kind.capitalize()
    ending = "".join(sign for sign in number if sign.isalnum())[-4:]
    return f"{kind.capitalize()} ••{ending}"
