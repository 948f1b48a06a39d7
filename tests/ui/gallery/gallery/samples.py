"""What the gallery shows: a month of an ordinary book."""

from __future__ import annotations

from typing import NamedTuple

from finance_app.domain.formatting import MoneyText, money_parts
from finance_app.domain.money import Money
from finance_app.ui.components.figure import FigureText
from finance_app.ui.components.period import PeriodText
from finance_app.ui.components.values import Choice, Option


def euros(cents: int, *, plus: bool = True) -> MoneyText:
    """Write cents out."""
    return money_parts(Money(cents, "EUR"), "en_IE", plus=plus)


def yen(amount: int) -> MoneyText:
    """Write yen out."""
    return money_parts(Money(amount, "JPY"), "en_IE", plus=True)


PERIOD = PeriodText(
    label="November 2026",
    previous="/?period=2026-10",
    next="",
    choices=[
        Choice("Month", "/?period=2026-11", current=True),
        Choice("Quarter", "/?period=2026-Q4"),
        Choice("Year", "/?period=2026"),
        Choice("Last 12 months", "/?period=last12"),
        Choice("All time", "/?period=all"),
    ],
    start="2026-11-01",
    last="2026-11-30",
)

FIGURES = (
    FigureText(
        "Net worth",
        euros(4831277, plus=False),
        "1,204.10 EUR",
        "up",
        "income",
        "vs October",
        "/accounts",
    ),
    FigureText(
        "Income", euros(421000, plus=False), "210.00 EUR", "up", "income", "vs October", "/entries"
    ),
    FigureText(
        "Spending", euros(300590, plus=False), "96.42 EUR", "down", "", "vs October", "/entries"
    ),
    FigureText(
        "Saved", MoneyText("29 %", "", "29", "", "%", ""), "4 points", "up", "income", "vs October"
    ),
)

SPENDING = (
    ("Home", 0, "home", euros(-124000), 100),
    ("Food", 1, "utensils", euros(-61240), 49),
    ("Transport", 2, "car", euros(-33218), 27),
    ("Shopping", 4, "shopping-bag", euros(-28900), 23),
    ("Health", 5, "heart", euros(-21050), 17),
    ("Leisure", 6, "smile", euros(-18240), 15),
    ("Family & gifts", 7, "gift", euros(-9142), 7),
    ("Other", 9, "more", euros(-4800), 4),
)


class Entry(NamedTuple):
    """An entry as the gallery lists it."""

    payee: str
    note: str
    category: str
    hue: int
    icon: str
    account: str
    amount: MoneyText
    mark: str = ""


CARD = "Everyday card"
LANDLORD = "A landlord with a name that is far too long for any one line of a list"
LETTER = "Rent and heating, as agreed in the letter of May"

DAYS = (
    (
        "Monday, November 23",
        euros(-6418),
        (
            Entry("Lidl", "Weekly shop", "Groceries", 1, "utensils", CARD, euros(-5423)),
            Entry("Nordkaffee", "", "Coffee", 1, "coffee", CARD, euros(-995), "pending"),
        ),
    ),
    (
        "Friday, November 20",
        euros(309012),
        (
            Entry("Hanse Software", "November", "Salary", 3, "banknote", "Checking", euros(335000)),
            Entry(LANDLORD, LETTER, "Rent", 0, "home", "Checking", euros(-24800)),
            Entry("Deutsche Bahn", "", "Public transport", 2, "bus", CARD, euros(-1188)),
        ),
    ),
    (
        "Wednesday, November 18",
        yen(-12400),
        (Entry("Ramen Ichiban", "Osaka", "Restaurants", 1, "utensils", CARD, yen(-12400), "rate"),),
    ),
)

STAGED = (
    ("Lidl", "Groceries", 1, "utensils", "New", "accent", euros(-5423)),
    ("Hanse Software", "Salary", 3, "banknote", "Duplicate", "", euros(335000)),
    ("Deutsche Bahn", "Uncategorised", "", "help", "Doubtful", "doubt", euros(-1188)),
    ("Kartenzahlung", "Uncategorised", "", "help", "Unreadable", "trouble", euros(-1)),
)

ACCOUNTS = [Option("1", "Checking"), Option("2", CARD), Option("3", "Travel card")]
CATEGORIES = [Option("Groceries", ""), Option("Restaurants", ""), Option("Rent", "")]
