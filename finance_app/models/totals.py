"""Monthly totals: what every chart and balance adds up, so that no screen reads all entries."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from finance_app.domain.categories import CategoryKind
from finance_app.models.columns import big, in_book, key_field, one_of


class MonthTotal(SQLModel, table=True):
    """The lines of one month, account and category added up.

    `month` is a number such as 202611. `category_id` is a category's, or one of the sentinels of
    `domain.totals`. `amount` is in the account's currency, `base_amount` adds the lines that could
    be converted, `missing_amount` and `missing_count` those that could not. `bank_amount` adds what
    the bank's own rate made of the `bank_count` lines that have one, and `base_amount` of the
    others; `bank_missing_…` are the lines that have neither.
    """

    __tablename__ = "month_total"
    __table_args__ = (in_book(), {"sqlite_with_rowid": False})

    book_id: int = key_field(primary_key=True)
    month: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    account_id: int = key_field(primary_key=True)
    category_id: int = key_field(primary_key=True)
    currency: str = Field(primary_key=True, max_length=3)
    amount: int = big(default=0)
    base_amount: int = big(default=0)
    count: int = big(default=0)
    missing_amount: int = big(default=0)
    missing_count: int = big(default=0)
    bank_amount: int = big(default=0)
    bank_count: int = big(default=0)
    bank_missing_amount: int = big(default=0)
    bank_missing_count: int = big(default=0)


class PayeeMonthTotal(SQLModel, table=True):
    """The lines of one month, payee and currency added up, without transfers.

    `kind` is the category's; without a category money in is income and money out an expense.
    `payee_id` is a payee's, or 0 where nobody is named. The sums are those of `MonthTotal`.
    """

    __tablename__ = "payee_month_total"
    __table_args__ = (in_book(), one_of("kind", CategoryKind), {"sqlite_with_rowid": False})

    book_id: int = key_field(primary_key=True)
    kind: str = Field(primary_key=True, max_length=10)
    month: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    payee_id: int = key_field(primary_key=True)
    currency: str = Field(primary_key=True, max_length=3)
    amount: int = big(default=0)
    base_amount: int = big(default=0)
    count: int = big(default=0)
    missing_amount: int = big(default=0)
    missing_count: int = big(default=0)
    bank_amount: int = big(default=0)
    bank_count: int = big(default=0)
    bank_missing_amount: int = big(default=0)
    bank_missing_count: int = big(default=0)
