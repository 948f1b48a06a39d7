"""Currencies and their decimals (ISO 4217 of 2026-01-01, and codes withdrawn since 1999).

Only codes with a minor unit are money here: gold, test codes and funds without one are not. Names
are not kept, `domain.formatting` has them from CLDR in the user's language. CLDR's own decimals are
not used: they take the cents from thirteen currencies that have them.
"""

from __future__ import annotations

from finance_app.errors import InvalidInputError

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


def require_currency(code: str) -> str:
    """Return the code, upper case, when it is one of `CODES`.

    Raises:
        InvalidInputError: there is no such currency.
    """
    known = code.strip().upper()
    if known not in DECIMALS:
        raise InvalidInputError(
            f"“{code[:20]}” is not a currency code; use one of ISO 4217, such as EUR.",
            field="currency",
        )
    return known
