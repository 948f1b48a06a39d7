"""How mail is handed over: to a real mail server, and to one that speaks as Resend does."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finance_app.adapters import mail
from finance_app.adapters.mail import Letter, resend, smtp
from finance_app.adapters.mail.smtp import Security, Server
from finance_app.adapters.outbound import Address
from finance_app.errors import MailError
from tests import mail_server
from tests.mail_server import PASSWORD, USER
from tests.rate_server import ok, status

if TYPE_CHECKING:
    import ssl

    from tests.rate_server import RateServer

TEXT = """Somebody asked for <b>this</b>.
It may be you.

Open this page:
https://money.example/join#secret

It works & lasts two days.
"""
LETTER = Letter(
    4711,
    "finance@money.example",
    "ada@example.org",
    "Confirm “your” address",
    TEXT,
    datetime(2026, 11, 27, 12, 0, tzinfo=UTC),
    "Confirm it",
)


def refused(server: Server, letter: Letter = LETTER) -> MailError:
    with pytest.raises(MailError) as caught:
        smtp.deliver(letter, server)
    said = str(caught.value)
    assert "ada@example.org" not in said
    assert PASSWORD not in said
    return caught.value


def at(port: int, security: Security = "none", *, user: str = "", password: str = "") -> Server:
    return Server("localhost", port, user, password, security)


def test_a_mail_server_gets_text_and_html_of_the_same_words() -> None:
    with mail_server.serving() as server:
        smtp.deliver(LETTER, at(server.port))
    (taken,) = server.taken
    assert server.recipients == ["ada@example.org"]
    assert (taken["From"], taken["To"]) == ("finance@money.example", "ada@example.org")
    assert taken["Subject"] == "Confirm “your” address"
    assert taken["Message-ID"] == "<4711@money.example>"
    text, html = taken.get_body(("plain",)), taken.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == TEXT
    shown = html.get_content()
    assert "Somebody asked for &lt;b&gt;this&lt;/b&gt;." in shown
    assert ">It may be you.<" in shown
    assert '<a href="https://money.example/join#secret"' in shown
    assert ">Confirm it</a>" in shown
    assert "It works &amp; lasts two days." in shown


@pytest.mark.parametrize(("security", "at_once"), [("starttls", False), ("tls", True)])
def test_it_is_encrypted_both_ways(
    trusted: ssl.SSLContext,
    security: Security,
    at_once: bool,  # noqa: FBT001  a table's column
) -> None:
    with mail_server.serving(trusted, at_once=at_once) as server:
        smtp.deliver(LETTER, at(server.port, security))
    assert server.encrypted == [True]


def test_where_encryption_is_wanted_nothing_is_sent_without() -> None:
    with mail_server.serving() as server:
        assert not refused(at(server.port, "starttls")).is_final
        assert not refused(at(server.port, "tls")).is_final
    assert server.taken == []


def test_user_and_password_are_shown_where_they_are_asked_for(trusted: ssl.SSLContext) -> None:
    with mail_server.serving(trusted, asks_who=True) as server:
        smtp.deliver(LETTER, at(server.port, "starttls", user=USER, password=PASSWORD))
        wrong = refused(at(server.port, "starttls", user=USER, password=PASSWORD[1:]))
        nobody = refused(at(server.port, "starttls"))
    assert len(server.taken) == 1
    assert (wrong.is_final, nobody.is_final) == (False, False)
    assert "user and password" in str(wrong)


@pytest.mark.parametrize(
    ("to_recipients", "to_mails", "is_final"),
    [
        ("550 No such person", [], True),
        ("450 Later", [], False),
        ("", ["554 Looks like spam"], True),
        ("", ["451 Disk full"], False),
    ],
)
def test_what_is_refused_for_good_is_told_from_what_is_refused_for_now(
    to_recipients: str,
    to_mails: list[str],
    is_final: bool,  # noqa: FBT001  a table's column
) -> None:
    with mail_server.serving() as server:
        server.to_recipients, server.to_mails = to_recipients, to_mails
        assert refused(at(server.port)).is_final == is_final


def test_nobody_there_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "cannot be reached" in str(refused(at(taken.getsockname()[1])))


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "WHOLE", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert "cannot be reached" in str(refused(at(silent.getsockname()[1])))


def test_each_link_has_a_button_with_its_own_name() -> None:
    text = "First:\nhttps://money.example/a\n\nSecond:\nhttps://money.example/b\n"
    shown = replace(LETTER, text=text, action="Do this").html
    assert re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', shown) == [
        ("https://money.example/a", "Do this"),
        ("https://money.example/b", "Open the page"),
    ]


def test_each_line_stays_a_line() -> None:
    text = (
        "Device: Firefox\nTime: noon\nNetwork address: 192.0.2.1\n\nAsk:\nhttps://money.example/a\n"
    )
    shown = replace(LETTER, text=text, action="Ask").html
    assert re.findall(r'<p class="text"[^>]*>([^<]+)</p>', shown) == [
        "Device: Firefox",
        "Time: noon",
        "Network address: 192.0.2.1",
        "Ask:",
    ]


def test_every_template_names_its_buttons() -> None:
    for folder in (Path(mail.__file__).parent / "templates").iterdir():
        if folder.is_dir():
            links = re.findall(
                r"^\{\{ \w+ \}\}$", (folder / "body.txt").read_text("utf-8"), re.MULTILINE
            )
            named = mail.action(folder.name).splitlines()
            assert len(named) == len(links), folder.name


def place(server: RateServer) -> Address:
    return Address("Resend", f"{server.url}/emails", is_named=True, whole=5)


def test_resend_is_asked_once_however_often_it_is_sent(server: RateServer) -> None:
    server.replies["/emails"] = ok('{"id": "one"}')
    resend.deliver(LETTER, "re_key", place(server))
    (asked,) = server.asked
    assert asked.headers["authorization"] == "Bearer re_key"
    assert asked.headers["idempotency-key"] == "4711"
    said = json.loads(asked.body)
    assert said["from"] == "finance@money.example"
    assert said["to"] == ["ada@example.org"]
    assert said["subject"] == LETTER.subject
    assert said["text"] == TEXT
    assert said["html"] == LETTER.html


def test_how_to_stop_it_is_told_by_either_way(server: RateServer) -> None:
    link = "https://money.example/auth/unsubscribe?link=" + "x" * 150
    letter = replace(LETTER, unsubscribe=link)
    server.replies["/emails"] = ok('{"id": "one"}')
    resend.deliver(letter, "re_key", place(server))
    wanted = {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert json.loads(server.asked[0].body)["headers"] == wanted
    with mail_server.serving() as mails:
        smtp.deliver(letter, at(mails.port))
    (taken,) = mails.taken
    assert {name: taken[name] for name in wanted} == wanted
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in mails.raw[0]  # not cut, not encoded
    assert f"\nList-Unsubscribe: <{link}>\n".encode() in letter.message.as_bytes()


@pytest.mark.parametrize(
    ("code", "is_final"), [(422, True), (401, False), (403, False), (429, False), (500, False)]
)
def test_what_resend_does_not_take_is_said(
    server: RateServer,
    code: int,
    is_final: bool,  # noqa: FBT001  a table's column
) -> None:
    server.replies["/emails"] = status(code, '{"message": "re_key"}')
    with pytest.raises(MailError) as caught:
        resend.deliver(LETTER, "re_key", place(server))
    assert caught.value.is_final == is_final
    assert "re_key" not in str(caught.value)
