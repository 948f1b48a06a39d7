"""Regions: how numbers and dates are written where the user lives, and what is paid there."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from finance_app.domain.currencies import DECIMALS
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from datetime import date

CODES = tuple(
    """
    bg_BG cs_CZ da_DK de_AT de_CH de_DE el_GR en_AU en_CA en_GB en_IE en_IN en_NZ en_SG en_US en_ZA
    es_AR es_CL es_CO es_ES es_MX et_EE fi_FI fr_BE fr_CA fr_CH fr_FR hr_HR hu_HU id_ID is_IS it_CH
    it_IT ja_JP ko_KR lt_LT lv_LV nb_NO nl_BE nl_NL pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_FI sv_SE
    th_TH tr_TR uk_UA vi_VN zh_CN zh_HK zh_TW
    """.split()  # noqa: SIM905  # sixty quoted codes are harder to read
)
DEFAULT = "en_US"
_TAG = re.compile(r"([a-zA-Z]{2,3})(?:-[a-zA-Z]{4})?(?:-([a-zA-Z]{2}))?\s*(?:;.*)?", re.ASCII)


def guess(accept_language: str) -> str:
    """Return the first region that a browser's Accept-Language names, or the default."""
    for part in accept_language[:200].split(","):
        match = _TAG.fullmatch(part.strip())
        if match is None:
            continue
        language, territory = match[1].lower(), (match[2] or "").upper()
        named = f"{language}_{territory}"
        if named in CODES:
            return named
        if _home(language) in CODES:
            return _home(language)
    return DEFAULT


def _home(language: str) -> str:
    """Return a language with the territory where most of its speakers live: `de_DE`."""
    likely = str(get_global("likely_subtags").get(language, ""))
    return f"{language}_{likely.rpartition('_')[2]}"


def currency_of(region: str, day: date) -> str:
    """Return what is paid in a region on a day; EUR where that is not known."""
    territory = region.partition("_")[2]
    found = get_territory_currencies(territory, day, day)
    return next((code for code in found if code in DECIMALS), "EUR")


def require_region(code: str) -> str:
    """Return the region when it is one of `CODES`.

    Raises:
        InvalidInputError: it is not.
    """
    if code not in CODES:
        raise InvalidInputError("Choose one of the regions in the list.", field="region")
    return code


@cache
def names() -> tuple[tuple[str, str], ...]:
    """Return each region with its name, by name: `Austria (German)`."""
    english = Locale("en")
    named = []
    for code in CODES:
        language, territory = code.split("_")
        spoken = english.languages[language]
        named.append((code, f"{english.territories[territory]} ({spoken})"))
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))
