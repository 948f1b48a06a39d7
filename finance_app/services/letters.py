"""What mails look like, for administrators: each template with made-up values in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finance_app.adapters import mail as adapter
from finance_app.adapters.mail import Letter
from finance_app.domain import digests, palette
from finance_app.domain.digests import Bar, Digest, Figure
from finance_app.domain.formatting import money_text
from finance_app.domain.mail_links import Purpose
from finance_app.domain.money import Money
from finance_app.domain.notices import Notice
from finance_app.services import mail, server_changes, unsubscribing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

NOTICES = {
    "digest": Notice.WEEK,
    "export": Notice.EXPORT,
    "import": Notice.IMPORT,
    "member-joined": Notice.PEOPLE,
    "member-left": Notice.PEOPLE,
    "member-removed": Notice.ROLE,
    "member-role": Notice.ROLE,
    "trouble": Notice.TROUBLE,
    "trouble-over": Notice.TROUBLE,
}
"""Which templates are of notices."""

PLACE = "/sample#not-a-real-link"
FIGURES = (
    ("Income", 412_000, 398_000, "the week before"),
    ("Spending", 231_640, 254_410, "the week before"),
    ("Net", 180_360, 143_590, "the week before"),
    ("Net worth at the end", 8_214_500, 8_034_140, "on Nov 15, 2026"),
)
GAINS = ("Income", "Net")  # with a plus and green where they are above zero
BARS = (
    ("Home", 98_000, 2),
    ("Groceries", 61_230, 3),
    ("Going out", 38_910, 1),
    ("Other", 33_500, 8),
)
SAMPLES: dict[str, Any] = {
    "allows": "read your books and change them",
    "address": "new-address@example.org",
    "at": "Nov 27, 2026, 7:05 PM",
    "before": "a viewer",
    "book": "Household",
    "day": "Dec 4, 2026",
    "days": "Nov 16 – 22, 2026",
    "device": "Firefox on Linux",
    "filename": "statement.csv",
    "host_told": "automation.example.org",
    "how": "they left",
    "imported": "1,204 rows",
    "income": palette.INCOME,
    "inviter": "ada@example.org",
    "is_one_of_many": False,
    "left": "9",
    "left_out": "3 rows",
    "may": "As an editor you could look at everything and change it.",
    "name": "Exchange rates",
    "notes": (),
    "provider": "your provider",
    "report_said": "The report of these days:",
    "role": "an editor",
    "sentence": "The European Central Bank did not answer.",
    "shades": digests.SHADES,
    "since": "Nov 26, 2026, 3:00 AM",
    "unit": "week",
    "what": "An authenticator app",
    "who": "ada@example.org",
}

ADDRESSES = {"new-sign-in": "192.0.2.7"}
"""What `address` is where it is no e-mail address, by template."""

LASTING = {
    "email": Purpose.EMAIL,
    "email-changed": Purpose.BACK,
    "factor-added": Purpose.BACK,
    "identity-added": Purpose.BACK,
    "invitation": Purpose.INVITE,
    "invited": Purpose.INVITE,
    "join": Purpose.JOIN,
    "password-changed": Purpose.BACK,
    "reset": Purpose.RESET,
    "token-made": Purpose.BACK,
}
"""What the link is for whose mail says how long it works."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A mail as its reader would see it; `light` and `dark` are whole HTML pages."""

    template: str
    subject: str
    text: str
    light: str
    dark: str


def names(session: Session, actor: Actor) -> list[str]:
    """Return all templates.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    server_changes.by(session, actor)
    return adapter.names()


def preview(session: Session, actor: Actor, template: str) -> Preview:
    """Return a template with made-up values in it.

    Args:
        template: one of `names`.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    server_changes.by(session, actor)
    values, notice = _values(actor.region, actor.shown_currency), NOTICES.get(template)
    values["address"] = ADDRESSES.get(template, SAMPLES["address"])
    if template in LASTING:
        values["duration"] = LASTING[template].lasting
    foot = unsubscribing.foot(notice, 0, actor.email) if notice else ""
    subject, text = adapter.written(template, **values)
    text = f"{text.rstrip()}\n{adapter.FOOT}{foot}\n" if foot else text
    page = adapter.page(template, subject, foot, **values)
    action = adapter.action(template)
    letter = Letter(0, mail.sender(), actor.email, subject, text, actor.now, action, page)
    return Preview(
        template,
        subject,
        text,
        adapter.in_theme(letter.html, dark=False),
        adapter.in_theme(letter.html, dark=True),
    )


def _values(region: str, currency: str) -> dict[str, Any]:
    def text(amount: int, *, plus: bool = False) -> str:
        return money_text(Money(amount, currency), region, plus=plus)

    figures = tuple(
        Figure(
            name,
            text(now, plus=name in GAINS),
            f"{text(was, plus=name in GAINS)} {when}",
            "income" if name in GAINS else "",
        )
        for name, now, was, when in FIGURES
    )
    largest = max(amount for _, amount, _ in BARS)
    bars = tuple(Bar(name, text(each), 100 * each // largest, hue) for name, each, hue in BARS)
    made = Digest(SAMPLES["days"], SAMPLES["unit"], figures, bars, ())
    link = mail.address(PLACE)
    return {
        **SAMPLES,
        "host": mail.host(),
        "link": link,
        "reset": link,
        "figures": figures,
        "figures_text": made.figures_text,
        "bars": bars,
        "bars_text": made.bars_text,
    }
