"""What the household of `domain.demo` earns, pays and buys, and from whom; all made up."""

from __future__ import annotations

from typing import NamedTuple

CHECKING, SAVINGS, CARD, CASH, ABROAD = "Checking", "Savings", "Credit card", "Cash", "Travel money"


class Habit(NamedTuple):
    """Something bought again and again.

    Args:
        weight: how often, next to the other habits.
        least: the smallest amount in euro cents…
        most: …and the largest; small ones are more common.
        category: nothing for what stays uncategorised.
        accounts: what it is paid from.
        payees: who sells it, the favourites first.
        others: categories that a part of it may be for.
    """

    weight: int
    least: int
    most: int
    category: str
    accounts: tuple[str, ...]
    payees: tuple[str, ...]
    others: tuple[str, ...]


class Standing(NamedTuple):
    """Something paid or received each month on one day of it, in euro cents."""

    day: int
    cents: int
    category: str
    payee: str


def _cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(",") if name.strip())


PLACES = _names("""
    Linden Hill, Millbrook, Harbour Lane, Chapel Row, Old Quay, Orchard Street, Station Road,
    Meadow View, Bridge End, Castle Square
""")

_BOUGHT = """
300 |  450 |   9500 | Groceries        | card card checking | Market, Grocer       | Household, Pets
120 |  220 |    900 | Coffee           | cash card          | Coffee Bar, Tea Room |
 90 | 1100 |   8800 | Restaurants      | card card checking | Kitchen, Noodle Bar  |
 80 |  180 |   1400 | Public transport | cash card          | Tram, Ferry          |
 45 | 1500 |  32000 | Travel           | travel travel card | Guest House, Rail    |
 40 |  500 |   7000 | Household        | card checking      | Hardware             | Repairs
 35 |  800 |   5200 | Going out        | cash card          | Cinema, Music Hall   |
 30 | 2500 |   8200 | Fuel             | card checking      | Filling Station      |
 25 |  400 |   4200 | Pharmacy         | card cash          | Pharmacy             |
 22 | 1900 |  15900 | Clothing         | card checking      | Outfitters, Shoes    |
 22 |  600 |   3900 | Books & media    | card cash          | Bookshop             | Gifts given
 20 |  900 |   9900 | Hobbies          | card checking      | Garden Shop, Crafts  |
 18 |  700 |   8900 | Children         | card checking      | Toy Shop             |
 14 |  500 |  12000 |                  | card cash checking | Kiosk                |
 12 |  900 |   6500 | Pets             | card checking      | Pet Supplies         |
 10 |  900 |   4200 | Taxi             | cash card          | Cabs                 |
  8 | 2500 |  18000 | Doctor           | checking           | Dental Practice      |
  8 | 1200 |   8900 | Gifts given      | card cash          | Florist              |
  7 | 2900 |  89900 | Electronics      | card               | Computers            |
  6 | 4000 |  60000 | Car              | checking           | Garage               |
  4 | 1000 |  10000 | Donations        | checking           | Food Bank            |
  3 | 6900 | 149000 | Furniture        | card               | Joiners              |
"""
_PAID_FROM = {
    "card": CARD,
    "cash": CASH,
    "checking": CHECKING,
    "travel": ABROAD,
}
HABITS = tuple(
    Habit(
        int(weight),
        int(least),
        int(most),
        category,
        tuple(_PAID_FROM[name] for name in accounts.split()),
        tuple(f"{place} {shop}" for place in PLACES for shop in _names(shops)),
        _names(others),
    )
    for weight, least, most, category, accounts, shops, others in _cells(_BOUGHT)
)

_MONTHLY = """
     1 | -98000 | Rent             | Elm Court Housing
     2 |  -8450 | Insurance        | Lantern Insurance Society
     5 | -11900 | Utilities        | Vale Water & Power
     8 |  -4495 | Internet & phone | Tidewater Broadband
    11 |  -1299 | Subscriptions    | The Evening Lark
    14 |   -999 | Subscriptions    | Moonreel Films
    16 |  -3490 | Sport            | Weir Swimming Club
    28 |   -490 | Bank fees        | Penny & Oak Bank
    28 |   1180 | Interest         | Penny & Oak Bank
"""
STANDING = tuple(
    Standing(int(day), int(cents), category, payee)
    for day, cents, category, payee in _cells(_MONTHLY)
)
EMPLOYER = "Brightwater Instruments"
RETURNABLE = ("Clothing", "Electronics", "Household", "Furniture")
NOTES = _names("""
    with the neighbours, for the weekend, birthday, kept the receipt, shared with the flat,
    half price, for the allotment, school trip, to be paid back, second try
""")
CATEGORIES = frozenset(
    {"Salary"}
    | {habit.category for habit in HABITS if habit.category}
    | {name for habit in HABITS for name in habit.others}
    | {each.category for each in STANDING}
)
PAYEES = tuple(
    dict.fromkeys(
        [EMPLOYER]
        + [each.payee for each in STANDING]
        + [payee for habit in HABITS for payee in habit.payees]
    )
)
