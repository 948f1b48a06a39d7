from __future__ import annotations

import pytest

from finance_app.domain.passkeys import Site, site_of


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("https://money.example", "money.example"),
        ("https://money.example:8443", "money.example"),
        ("http://localhost:8000", "localhost"),
        ("http://money.localhost", "money.localhost"),
    ],
)
def test_passkeys_work_where_browsers_trust_the_connection(origin: str, name: str) -> None:
    assert site_of(origin, "") == Site(name, origin)


@pytest.mark.parametrize(
    "origin",
    [
        "http://money.example",
        "https://192.0.2.1",
        "http://127.0.0.1:8000",
        "https://[2001:db8::1]",
        "ftp://localhost",
        "null",
        "",
        "localhost",
    ],
)
def test_elsewhere_they_do_not(origin: str) -> None:
    assert site_of(origin, "") is None


def test_where_there_is_a_public_address_they_work_there_alone() -> None:
    public = "https://money.example/"
    assert site_of("https://money.example", public) is not None
    assert site_of("https://money.example:443", public) is not None
    for other in (
        "http://localhost:8000",
        "https://www.money.example",
        "https://money.example:8443",
    ):
        assert site_of(other, public) is None
