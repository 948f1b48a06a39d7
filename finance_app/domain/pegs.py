"""Currencies whose rate against another one is set by law, since when, and what it is.

The euro's are irrevocable: the currency is gone, and nothing that is published can be righter. The
others are promises of a central bank: what a source publishes for a day counts before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Peg:
    """A rate that does not move.

    Args:
        anchor: the currency that it is set against.
        since: the first day that it holds on.
        per_anchor: units for one of the anchor.
    """

    anchor: str
    since: date
    per_anchor: Decimal


def _listed(text: str) -> dict[str, Peg]:
    rows = (line.split() for line in text.strip().splitlines())
    return {
        code: Peg(anchor, date.fromisoformat(day), Decimal(value))
        for code, anchor, day, value in rows
    }


FIXED = _listed("""
    ATS EUR 1999-01-01 13.7603
    BEF EUR 1999-01-01 40.3399
    BGN EUR 2026-01-01 1.95583
    CYP EUR 2008-01-01 0.585274
    DEM EUR 1999-01-01 1.95583
    EEK EUR 2011-01-01 15.6466
    ESP EUR 1999-01-01 166.386
    FIM EUR 1999-01-01 5.94573
    FRF EUR 1999-01-01 6.55957
    GRD EUR 2001-01-01 340.750
    HRK EUR 2023-01-01 7.53450
    IEP EUR 1999-01-01 0.787564
    ITL EUR 1999-01-01 1936.27
    LTL EUR 2015-01-01 3.45280
    LUF EUR 1999-01-01 40.3399
    LVL EUR 2014-01-01 0.702804
    MTL EUR 2008-01-01 0.429300
    NLG EUR 1999-01-01 2.20371
    PTE EUR 1999-01-01 200.482
    SIT EUR 2007-01-01 239.640
    SKK EUR 2009-01-01 30.1260
""")
"""The euro's irrevocable rates (Council Regulations 2866/98 and those that followed), from the day
each currency was replaced."""

PEGS = _listed("""
    AED USD 1997-11-01 3.6725
    AWG USD 1986-01-01 1.79
    BAM EUR 1999-01-01 1.95583
    BBD USD 1975-07-05 2
    BHD USD 2001-01-01 0.376
    BMD USD 1972-07-31 1
    BSD USD 1973-02-12 1
    BTN INR 1974-04-16 1
    BZD USD 1978-01-01 2
    CVE EUR 1999-01-01 110.265
    FKP GBP 1966-10-01 1
    GIP GBP 1971-01-01 1
    KMF EUR 1999-01-01 491.96775
    LSL ZAR 1980-01-19 1
    NAD ZAR 1993-09-15 1
    NPR INR 1993-02-12 1.6
    OMR USD 1986-01-26 0.3845
    PAB USD 1904-06-28 1
    QAR USD 2001-07-01 3.64
    SAR USD 1986-06-01 3.75
    SHP GBP 1976-02-16 1
    SZL ZAR 1986-07-01 1
    XAF EUR 1999-01-01 655.957
    XCD USD 1976-07-07 2.7
    XCG USD 2025-03-31 1.79
    XOF EUR 1999-01-01 655.957
""")
"""Pegs that have stood for decades, from the International Monetary Fund's reports on exchange
arrangements; bands, crawling pegs and currency boards that moved are not among them."""

ALL = FIXED | PEGS
