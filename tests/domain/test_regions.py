from __future__ import annotations

from datetime import date

import pytest
from babel import Locale

from finance_app.domain import regions
from finance_app.domain.currencies import DECIMALS
from finance_app.errors import InvalidInputError

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("region", regions.CODES)
def test_every_region_is_a_locale_with_a_currency(region: str) -> None:
    assert str(Locale.parse(region)).startswith(region[:2])
    assert regions.currency_of(region, DAY) in DECIMALS
    assert regions.require_region(region) == region


@pytest.mark.parametrize(
    ("header", "region"),
    [
        ("de-CH,de;q=0.9,en;q=0.8", "de_CH"),
        ("de", "de_DE"),
        ("en", "en_US"),
        ("pt", "pt_BR"),
        ("zh-Hant-TW", "zh_TW"),
        ("xx-YY, fr;q=0.5", "fr_FR"),
        ("nb", "nb_NO"),
        ("en-DE", "en_US"),
        ("", "en_US"),
        ("*", "en_US"),
        ("<script>", "en_US"),
        (",;=," * 10_000, "en_US"),
    ],
)
def test_a_browsers_languages_name_a_region(header: str, region: str) -> None:
    assert regions.guess(header) == region


@pytest.mark.parametrize(
    ("region", "currency"),
    [
        ("de_DE", "EUR"),
        ("en_GB", "GBP"),
        ("ja_JP", "JPY"),
        ("hr_HR", "EUR"),
        ("de_CH", "CHF"),
        ("is_IS", "ISK"),
    ],
)
def test_a_regions_currency_is_what_is_paid_there_now(region: str, currency: str) -> None:
    assert regions.currency_of(region, DAY) == currency


def test_a_regions_currency_was_another_one_before() -> None:
    assert regions.currency_of("hr_HR", date(2020, 1, 1)) == "HRK"


@pytest.mark.parametrize("code", ["", "de", "de-DE", "en_XX", "../etc"])
def test_another_region_is_refused(code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        regions.require_region(code)
    assert caught.value.field == "region"


def test_every_region_has_a_name_of_its_own() -> None:
    named = regions.names()
    assert {code for code, _ in named} == set(regions.CODES)
    assert len({name for _, name in named}) == len(named)
