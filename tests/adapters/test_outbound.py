from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

import httpcore
import pytest

from finance_app import __version__
from finance_app.adapters import outbound
from finance_app.adapters.networks import is_public
from finance_app.adapters.outbound import Address, Seen
from finance_app.errors import OutboundError
from tests import rate_server
from tests.rate_server import RateServer, half, ok, redirect, status

if TYPE_CHECKING:
    import ssl

    from tests.rate_server import Reply

OUTSIDE = "93.184.216.34"
SECRET = "app-id-0123456789"  # noqa: S105  nobody's


def here(server: RateServer, whole: float = 20) -> Address:
    """The server, as an operator would name it."""
    return Address("Test Rates", server.url, is_named=True, whole=whole)


def refusal(address: Address, path: str = "/rates") -> OutboundError:
    """What is said about asking for something that is not to be had."""
    with pytest.raises(OutboundError) as caught:
        outbound.get(address, path, {"app_id": SECRET})
    said = caught.value.message
    assert said.startswith(f"{address.title} ")
    assert said.endswith(".")
    assert "\n" not in said
    assert SECRET not in said
    assert address.url not in said
    return caught.value


def test_an_answer_comes_whole_and_is_asked_for_by_name(server: RateServer) -> None:
    server.replies["/rates"] = ok("x" * 100_000, ETag='"one"', Last_Modified="yesterday")
    answer = outbound.get(here(server), "/rates", {"base": "EUR"})
    assert answer.body == b"x" * 100_000
    assert (answer.status, answer.is_unchanged) == (200, False)
    assert answer.seen == Seen('"one"', "yesterday")
    (asked,) = server.asked
    assert asked.query == {"base": "EUR"}
    assert asked.headers["user-agent"].startswith(f"Finance/{__version__} ")
    assert asked.headers["accept-encoding"] == "identity"
    assert "if-none-match" not in asked.headers


def test_what_is_known_is_not_sent_again(server: RateServer) -> None:
    server.replies["/rates"] = ok("x", ETag='"one"', Last_Modified="yesterday")
    answer = outbound.get(here(server), "/rates", seen=Seen('"one"', "yesterday"))
    assert (answer.is_unchanged, answer.body) == (True, b"")
    (asked,) = server.asked
    assert asked.headers["if-none-match"] == '"one"'
    assert asked.headers["if-modified-since"] == "yesterday"


@pytest.mark.parametrize("value", ["é", "x" * 101, "a\tb"])
def test_what_cannot_be_sent_back_is_forgotten(server: RateServer, value: str) -> None:
    server.replies["/rates"] = ok("x", ETag=value, Last_Modified=value)
    assert outbound.get(here(server), "/rates").seen == Seen()


def test_a_redirect_at_home_is_followed(server: RateServer) -> None:
    server.replies |= {"/rates": redirect("/there"), "/there": ok("x")}
    assert outbound.get(here(server), "/rates").body == b"x"


@pytest.mark.parametrize(
    "target",
    [
        "http://localhost:{port}/there",
        "http://127.0.0.1:1/there",
        "https://127.0.0.1:{port}/there",
        "http://192.0.2.1/there",
        "//metadata.internal/",
        "file:///etc/passwd",
        "http://127.0.0.1:many/",
        "http://[half/",
    ],
)
def test_a_redirect_to_another_place_is_not_followed(server: RateServer, target: str) -> None:
    server.replies |= {"/rates": redirect(target.format(port=server.port)), "/there": ok("x")}
    assert "redirects to another place" in refusal(here(server)).message
    assert server.paths == ["/rates"]


def test_a_redirect_in_circles_ends(server: RateServer) -> None:
    server.replies["/rates"] = redirect("/rates")
    assert "again and again" in refusal(here(server)).message
    assert len(server.asked) == outbound.REDIRECTS + 1


def test_ten_megabytes_are_refused_before_they_are_read(server: RateServer) -> None:
    server.replies["/rates"] = status(200, Content_Length=str(10 * rate_server.MIB))
    assert "more than 8 MB" in refusal(here(server)).message
    server.replies["/rates"] = rate_server.endless
    assert "more than 8 MB" in refusal(here(server)).message


@pytest.mark.parametrize("reply", [rate_server.hang, rate_server.drip], ids=["hang", "drip"])
def test_whoever_takes_too_long_is_not_waited_for(server: RateServer, reply: Reply) -> None:
    server.replies["/rates"] = reply
    start = time.monotonic()
    assert "did not answer in time" in refusal(here(server, whole=0.4)).message
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (half("x" * 10_000), "broke off its answer"),
        (status(500, "<html>"), "answered with status 500"),
        (status(404), "answered with status 404"),
        (status(206, "x"), "answered with status 206"),
        (ok(b"\x1f\x8b", Content_Encoding="gzip"), "in a form that was not asked for"),
        (lambda asked: asked.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n"), "broke off its answer"),
    ],
    ids=["half", "500", "404", "206", "gzip", "no-http"],
)
def test_whatever_goes_wrong_is_one_sentence(server: RateServer, reply: Reply, said: str) -> None:
    server.replies["/rates"] = reply
    assert said in refusal(here(server)).message


def test_who_wants_to_be_left_alone_says_for_how_long(server: RateServer) -> None:
    for after, wait in (("1200", 1200), ("9" * 30, 86_400), ("Fri, 27 Nov 2026", 0), ("-5", 0)):
        server.replies["/rates"] = status(429, Retry_After=after)
        found = refusal(here(server))
        assert (found.status, found.wait) == (429, wait)


def test_nobody_there_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert "cannot be reached" in refusal(Address("Test Rates", url, is_named=True)).message
    nowhere = Address("Test Rates", "https://rates.invalid", is_named=True)
    assert "cannot be found" in refusal(nowhere).message


def test_without_a_certificate_nothing_is_asked(server: RateServer) -> None:
    address = Address("Test Rates", server.url.replace("http:", "https:"), is_named=True)
    assert "could not prove who it is" in refusal(address).message
    assert server.asked == []


def test_whoever_proves_who_they_are_is_asked_encrypted(trusted: ssl.SSLContext) -> None:
    with rate_server.serving(trusted) as server:
        server.replies["/rates"] = ok("x" * 100_000)
        address = Address("Test Rates", f"https://localhost:{server.port}", is_named=True)
        assert outbound.get(address, "/rates").body == b"x" * 100_000
        other = Address("Test Rates", f"https://127.0.0.1:{server.port}", is_named=True)
        assert "could not prove who it is" in refusal(other).message
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://rates.example",
        "http://www.ecb.europa.eu",
        "https://www.ecb.europa.eu.rates.example",
        "https://127.0.0.1",
        "https://localhost",
        "file:///etc/passwd",
    ],
)
def test_only_known_hosts_are_asked_unless_the_operator_named_one(url: str) -> None:
    assert "is not allowed" in refusal(Address("Test Rates", url)).message


def test_a_known_name_that_leads_inside_is_not_followed(
    server: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.replies["/rates"] = ok("x")
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: inside)
    address = Address("Test Rates", "https://www.ecb.europa.eu")
    assert "is at an address inside this network" in refusal(address).message
    assert server.asked == []


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "[::1]"]
)
def test_an_address_in_disguise_that_leads_inside_is_not_followed(host: str) -> None:
    address = Address("Test Rates", f"https://{host}:8443", is_told=True)
    assert "is at an address inside this network" in refusal(address).message


@pytest.mark.parametrize(
    "url",
    [
        "https://www.ecb.europa.eu@rates.example",
        "https://rates.example/@www.ecb.europa.eu",
        "https://www.ecb.europa.eu\\@rates.example",
        "ftp://www.ecb.europa.eu",
        "gopher://www.ecb.europa.eu",
    ],
)
def test_an_address_that_only_looks_known_is_not_asked(url: str) -> None:
    assert "is not allowed" in refusal(Address("Test Rates", url)).message


def test_one_address_inside_among_others_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in (OUTSIDE, "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    address = Address("Test Rates", "https://www.ecb.europa.eu")
    assert "is at an address inside this network" in refusal(address).message


def test_a_name_is_resolved_once_and_what_was_checked_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolved, connected = list[str](), list[str]()

    def resolve(host: str, *_: Any, **__: Any) -> Any:
        resolved.append(host)
        place = OUTSIDE if len(resolved) == 1 else "127.0.0.1"  # who asks again is led inside
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 443))]

    def connect(_: Any, host: str, *__: Any) -> Any:
        connected.append(host)
        raise httpcore.ConnectError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    refusal(Address("Test Rates", "https://www.ecb.europa.eu"))
    assert (resolved, connected) == (["www.ecb.europa.eu"], [OUTSIDE])


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104  nothing listens here
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
        ("64:ff9b:1::a00:1", False),
        ("fec0::1", False),
        ("::a00:1", False),
    ],
)
def test_what_is_out_in_the_internet(address: str, there: bool) -> None:  # noqa: FBT001  a table
    assert is_public(address) == there
