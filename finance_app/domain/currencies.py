"""Currencies and their decimals (ISO 4217 of 2026-01-01, and codes withdrawn since 1999).

Only codes with a minor unit are money here: gold, test codes and funds without one are not. Names
are not kept, `domain.formatting` has them from CLDR in the user's language. CLDR's own decimals are
not used: they take the cents from thirteen currencies that have them.

Books add currencies of their own: miles, coins, vouchers. What a process has met of them is in
`DECIMALS` too, whichever book they belong to; which one a book may use is for `services.changes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from babel.numbers import list_currencies

from finance_app.domain.texts import storable
from finance_app.errors import InvalidInputError, Wrong

if TYPE_CHECKING:
    from collections.abc import Iterable

_CODES_BY_DECIMALS = {
    0: """
        BEF BIF CLP DJF ESP GNF GRD ISK ITL JPY KMF KRW LUF PTE PYG ROL RWF TRL UGX UYI VND
        VUV XAF XOF XPF
    """,
    2: """
        ADP AED AFN ALL AMD ANG AOA ARS ATS AUD AWG AZM AZN BAM BBD BDT BGN BMD BND BOB BOV
        BRL BSD BTN BWP BYN BYR BZD CAD CDF CHE CHF CHW CNY COP COU CRC CSD CUC CUP CVE CYP
        CZK DEM DKK DOP DZD EEK EGP ERN ETB EUR FIM FJD FKP FRF GBP GEL GHC GHS GIP GMD GTQ
        GYD HKD HNL HRK HTG HUF IDR IEP ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR
        LRD LSL LTL LVL MAD MDL MGA MKD MMK MNT MOP MRO MRU MTL MUR MVR MWK MXN MXV MYR MZM
        MZN NAD NGN NIO NLG NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR
        SDD SDG SEK SGD SHP SIT SKK SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMM TMT
        TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VEF VES WST XAD XCD XCG YER YUM ZAR ZMK
        ZMW ZWD ZWG ZWL
    """,
    3: """
        BHD IQD JOD KWD LYD OMR TND
    """,
    4: """
        CLF UYW
    """,
}

DECIMALS = {code: n for n, codes in _CODES_BY_DECIMALS.items() for code in codes.split()}
CODES = tuple(sorted(DECIMALS))
ISO = frozenset(CODES)
MOST_DECIMALS = 8
LONGEST_NAME = 60
_CUSTOM = re.compile(r"[A-Z][A-Z0-9]{2}", re.ASCII)
_WELL_KNOWN = {"BTC": ("Bitcoin", 8), "ETH": ("Ether", 8), "LTC": ("Litecoin", 8)}


@dataclass(frozen=True, slots=True)
class CustomCurrency:
    """A currency that a book has of its own.

    Args:
        decimals: of its smallest unit; the same in all books of a deployment.
    """

    code: str
    name: str
    decimals: int

    def checked(self) -> Self:
        """Return it with its texts in order.

        Raises:
            InvalidInputError: code, name or decimals cannot be used; the error names the field.
        """
        wrong = Wrong()
        with wrong:
            code = require_custom_code(self.code)
        with wrong:
            name = " ".join(storable(self.name).split())
            if not name or len(name) > LONGEST_NAME:
                raise InvalidInputError(
                    f"Give it a name of at most {LONGEST_NAME} characters.", field="name"
                )
        with wrong:
            if not 0 <= self.decimals <= MOST_DECIMALS:
                raise InvalidInputError(
                    f"Choose from 0 to {MOST_DECIMALS} decimals.", field="decimals"
                )
        wrong.tell()
        return type(self)(code, name, self.decimals)


def looks_custom(code: str) -> bool:
    """Say whether a code is written as those of books' own are."""
    return _CUSTOM.fullmatch(code) is not None


def require_custom_code(code: str) -> str:
    """Return a code of a book's own, upper case.

    Raises:
        InvalidInputError: it does not look like one, or ISO 4217 has it or had it.
    """
    given = code.strip().upper()
    if not looks_custom(given):
        raise InvalidInputError(
            "Use three letters or digits, first a letter, such as BTC or MIL.", field="code"
        )
    if given in ISO or given in list_currencies():
        raise InvalidInputError(
            f"{given} is a code of ISO 4217 and stays that; choose another one.", field="code"
        )
    return given


def suggestion(code: str) -> tuple[str, int] | None:
    """Return the name and decimals that a code of no country is known by, or None."""
    return _WELL_KNOWN.get(code.strip().upper())


def known_customs() -> frozenset[tuple[str, int]]:
    """Return the codes of books' own that this process knows, with their decimals."""
    return frozenset((code, count) for code, count in DECIMALS.items() if code not in ISO)


def register(currencies: Iterable[CustomCurrency]) -> None:
    """Have this process know how many decimals books' own currencies have.

    Raises:
        ValueError: ISO 4217 says how many; nothing replaces that.
    """
    for one in currencies:
        if one.code in ISO:
            raise ValueError(f"{one.code} is a code of ISO 4217")
        DECIMALS[one.code] = one.decimals


def require_currency(code: str) -> str:
    """Return the code, upper case, when it is one of `DECIMALS`.

    Raises:
        InvalidInputError: there is no such currency.
    """
    known = code.strip().upper()
    if known not in DECIMALS:
        raise unknown_currency(code)
    return known


def require_iso_currency(code: str) -> str:
    """Return the code, upper case, when it is one of `CODES`, as a new book can have.

    Raises:
        InvalidInputError: there is no such currency.
    """
    known = require_currency(code)
    if known not in ISO:
        raise unknown_currency(code)
    return known


def unknown_currency(code: str) -> InvalidInputError:
    """Return what is said of a code that a book cannot use."""
    return InvalidInputError(
        f"“{code[:20]}” is not a currency code; use one of ISO 4217, such as EUR.",
        field="currency",
    )
