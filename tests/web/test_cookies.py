from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import Response

from finance_app.web import cookies


@pytest.mark.parametrize(
    ("scheme", "cookie", "known"),
    [
        ("http", "finance={}", True),
        ("http", "a=b; finance={}; c=d", True),
        ("http", "__Host-finance={}", False),
        ("https", "__Host-finance={}", True),
        ("https", "finance={}", False),
        ("https", "finance=x; __Host-finance={}", True),
        ("http", "finance={}x", False),
        ("http", 'finance="{}"', False),
        ("http", "Finance={}", False),
        ("http", "finance", False),
    ],
)
def test_only_the_cookie_of_the_scheme_counts(scheme: str, cookie: str, known: bool) -> None:  # noqa: FBT001  a table's column
    token = "t" * 43
    scope = {
        "type": "http",
        "scheme": scheme,
        "headers": [(b"cookie", cookie.format(token).encode()), (b"accept", b"*/*")],
    }
    kept = cookies.with_own_alone(scope)["headers"]
    assert kept[0] == (b"accept", b"*/*")
    assert kept[1:] == ([(b"cookie", f"finance={token}".encode())] if known else [])


def test_cookies_in_several_headers_are_one() -> None:
    headers = [(b"cookie", b"a=b"), (b"cookie", b"finance=" + b"t" * 43)]
    kept = cookies.with_own_alone({"type": "http", "scheme": "http", "headers": headers})
    assert kept["headers"] == [(b"cookie", b"finance=" + b"t" * 43)]


def test_over_https_every_cookie_is_this_hosts_alone_and_out_of_scripts_sight() -> None:
    asked = {"type": "http", "scheme": "https", "path": "/", "query_string": b""}
    request = Request({**asked, "headers": [(b"host", b"a.example")]})
    response = Response()
    cookies.give(response, request, "t" * 43, 90)
    cookies.give(response, request, "t" * 43, None)
    cookies.mark(response, request, "d" * 43)
    cookies.keep_attempt(response, request, "kept", 600)
    cookies.drop_attempt(response, request)
    cookies.take(response, request)
    given = [one.split("; ") for one in response.headers.getlist("set-cookie")]
    assert len(given) == 6
    for pair, *attributes in given:
        assert pair.startswith("__Host-finance")
        assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(attributes)
        assert not [one for one in attributes if one.casefold().startswith("domain")]
