"""Addresses."""

from __future__ import annotations

from finance_app.ui import links


def test_filters_that_are_empty_stay_out_of_the_address() -> None:
    assert links.entries() == "/entries"
    assert links.entries(period="2026-11", account="") == "/entries?period=2026-11"


def test_what_a_person_searched_for_is_encoded() -> None:
    assert links.entries(text="a&b=ü /") == "/entries?text=a%26b%3D%C3%BC%20%2F"


def test_days_of_ones_own_stay_legible_in_the_address() -> None:
    assert links.dashboard("2026-01-01..2026-02-15") == "/?period=2026-01-01..2026-02-15"
