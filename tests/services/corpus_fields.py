"""Every text that is stored: who types it and how it is written, or why nobody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.actors import Role
from finance_app.domain.categories import CategoryKind
from finance_app.domain.currencies import CustomCurrency
from finance_app.domain.devices import NO_BROWSER
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.labels import LabelKind
from finance_app.domain.webhooks import require_draft
from finance_app.services import (
    accounts,
    api_tokens,
    auth,
    book_names,
    books,
    categories,
    custom_currencies,
    entries,
    imports,
    invitations,
    labels,
    passkeys,
    profiles,
    users,
    webhooks,
)
from finance_app.services.users import NewUser
from tests.conftest import NOW, an_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = date(2026, 10, 20)


def stored(session: Session, column: Any) -> list[str]:
    """Return what a column holds, the newest last where rows have keys of their own."""
    return list(session.scalars(select(column).order_by(*column.table.primary_key.columns)))


def account_name(session: Session, actor: Actor, text: str) -> None:
    """Open an account."""
    draft = AccountDraft(text, AccountKind.CHECKING, "EUR", DAY, 0)
    accounts.open_account(session, actor, draft)


def account_name_edited(session: Session, actor: Actor, text: str) -> None:
    """Rename an account."""
    draft = AccountDraft("Before", AccountKind.CHECKING, "EUR", DAY, 0)
    key = accounts.open_account(session, actor, draft)
    accounts.edit(session, actor, key, 1, replace(draft, name=text))


def category_name(session: Session, actor: Actor, text: str) -> None:
    """Add a category."""
    categories.add(session, actor, text, CategoryKind.EXPENSE, None)


def label_name(kind: LabelKind) -> Callable[..., None]:
    """Add a payee or tag."""

    def write(session: Session, actor: Actor, text: str) -> None:
        labels.add(session, actor, kind, text)

    return write


def label_renamed(session: Session, actor: Actor, text: str) -> None:
    """Rename a payee."""
    labels.add(session, actor, LabelKind.PAYEE, "Before")
    found = labels.named(session, actor, LabelKind.PAYEE, "Before")
    assert found
    labels.rename(session, actor, LabelKind.PAYEE, found.id, found.version, text)


def entry(field: str) -> Callable[..., None]:
    """Add an entry with a text in one of its fields."""

    def write(session: Session, actor: Actor, text: str) -> None:
        draft = EntryDraft(an_account(session, actor), DAY, -1250, "Bakery")
        wanted: Any = (text,) if field == "tags" else text
        if field == "memo":
            field_and_value: dict[str, Any] = {"lines": (LineDraft(-1250, None, text),)}
        else:
            field_and_value = {field: wanted}
        entries.add(session, actor, replace(draft, **field_and_value))

    return write


def book_name(session: Session, actor: Actor, text: str) -> None:
    """Rename the book."""
    book_names.rename(session, actor, text)


def book_new(session: Session, actor: Actor, text: str) -> None:
    """Make another book."""
    books.add(session, actor, text)


def currency_name(session: Session, actor: Actor, text: str) -> None:
    """Add a currency of the book's own."""
    custom_currencies.add(session, actor, CustomCurrency("BTC", text, 2))


def currency_code(session: Session, actor: Actor, text: str) -> None:
    """Do the same under another code."""
    custom_currencies.add(session, actor, CustomCurrency(text, "Coin", 2))


def user_name(session: Session, actor: Actor, text: str) -> None:
    """Give oneself a name."""
    profiles.rename(session, actor, text)


def user_email(session: Session, actor: Actor, text: str) -> None:  # noqa: ARG001  as others
    """Ask for an account."""
    users.add(session, NewUser(text, "no hash", "en_US", "UTC", "EUR"), NOW, is_admin=False)


def invitation(session: Session, actor: Actor, text: str) -> None:
    """Invite somebody."""
    invitations.invite(session, actor, text, Role.VIEWER)


def passkey_name(session: Session, actor: Actor, text: str) -> None:
    """Begin a passkey."""
    token = auth.open_session(session, actor.user_id, NOW, NO_BROWSER)
    passkeys.begin(session, actor, auth.digest(token), text, right=True)


def token_name(session: Session, actor: Actor, text: str) -> None:
    """Make a token for programs."""
    api_tokens.make(session, actor, api_tokens.Wanted(text, "read"), right=True)


def webhook_url(session: Session, actor: Actor, text: str) -> None:
    """Add a webhook."""
    webhooks.add(session, actor, require_draft(text, ["entries"]))


def file_name(session: Session, actor: Actor, text: str) -> None:
    """Import a file of that name."""
    content = b"Date,Payee,Amount\n2026-01-01,Bakery,1.00\n"
    imports.keep(session, actor, imports.prepare(session, actor, text, content))


def device(session: Session, actor: Actor, text: str) -> None:
    """Sign in with a browser of that name."""
    auth.open_session(session, actor.user_id, NOW, replace(NO_BROWSER, name=text))


type Writer = Callable[[Session, Actor, str], None]

TYPED: dict[str, tuple[Writer, ...]] = {
    "account.name": (account_name, account_name_edited),
    "category.name": (category_name,),
    "payee.name": (label_name(LabelKind.PAYEE), label_renamed, entry("payee")),
    "tag.name": (label_name(LabelKind.TAG), entry("tags")),
    "entry.note": (entry("note"),),
    "line.memo": (entry("memo"),),
    "book.name": (book_name, book_new),
    "custom_currency.name": (currency_name,),
    "custom_currency.code": (currency_code,),
    "user.name": (user_name,),
    "user.email": (user_email,),
    "invitation.email": (invitation,),
    "auth_step.name": (passkey_name,),
    "api_token.name": (token_name,),
    "webhook.url": (webhook_url,),
    "statement_import.filename": (file_name,),
    "auth_session.device": (device,),
}
"""What people or their browsers send, each with the ways it comes in."""

STRICT = frozenset(
    {
        *(
            "auth_step.name",
            "api_token.name",
            "custom_currency.code",
            "user.email",
            "invitation.email",
            "user.name",
            "webhook.url",
        ),
    }
)
"""What has to look like something, and is refused else."""

ALTERED = frozenset({"statement_import.filename", "auth_session.device"})
"""What is shortened or made plain on its way in."""

MADE: dict[str, str] = {
    "one of a list, or a code that was checked": """
        account.kind account.currency api_token.scope audit_event.what auth_step.kind
        book.base_currency
        category.kind category.icon webhook.topics webhook_delivery.kind
        change_set.kind change.table_name change.verb data_export.status digest.kind entry.status
        entry.source entry.original_currency entry.rate_source job.name job_run.name
        job_run.outcome mail.template mail.notice mail_link.purpose membership.role invitation.role
        month_total.currency payee_month_total.kind payee_month_total.currency own_rate.origin
        own_rate.target preferences.region preferences.time_zone preferences.theme
        preferences.dashboard preferences.display_currency preferences.notices
        preferences.first_day preferences.quiet_hours rate.source rate.currency rate_feed.source
        rate_feed.document refused_rate.source refused_rate.currency recompute.reason
        recompute.currency_before server_setting.name server_setting.value
        sign_up.region sign_up.time_zone sign_up.base_currency statement_import.status trouble.name
    """,
    "a number": "own_rate.value rate.per_base refused_rate.per_base",
    "a hash, a seal or a token": """
        api_answer.digest api_token.digest attempt.subject audit_event.hash audit_head.hash
        audit_head.seal auth_session.id
        auth_step.bound auth_step.payload backup_code.id
        book_head.hash book_head.seal change.hash
        data_export.session_id factor.secret invitation.digest invitation.see known_device.digest
        mail_link.id mail_link.stamp sign_up.id sign_up.password_hash statement_import.digest
        statement_layout.fingerprint user.password_hash entry.import_key passkey.handle
        webhook.secret
    """,
    "by the server, of what is listed above or of nothing that people type": """
        api_answer.body api_answer.location api_token.network audit_event.after
        audit_event.before audit_event.network audit_event.subject
        auth_session.network change.rows change_set.summary job_run.details
        job_run.error job_run.event job_run.said job_run.worker known_device.device mail.html
        mail.subject mail.text mail.trouble payee.key rate_feed.trouble recompute.owner
        recompute.problem refused_rate.reason statement_import.plan statement_layout.layout tag.key
        trouble.sentence webhook.trouble webhook_delivery.body
        webhook_delivery.trouble
    """,
    "checked like user.email": "mail.recipient mail_link.address sign_up.email",
    "of a provider, device or program, checked where it comes in": """
        api_answer.key
        identity.email identity.issuer identity.subject passkey.credential_id passkey.public_key
        passkey.site passkey.name rate_feed.etag rate_feed.last_modified account.bank_number
    """,
}
"""What nobody types, by reason."""
