"""Where things are: every route of the app, and the addresses of what can be filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from datetime import date

DASHBOARD = "/"
ENTRIES = "/entries"
ACCOUNTS = "/accounts"
ACCOUNT = "/account"
IMPORT = "/import"
REPORTS = "/reports"
CATEGORIES = "/categories"
PAYEES = "/payees"
TAGS = "/tags"
ACTIVITY = "/activity"
TRASH = "/trash"
RATES = "/rates"
SETTINGS = "/settings"
SECURITY = "/security"
PROFILE = "/profile"
MEMBERS = "/members"
WEBHOOKS = "/webhooks"
ADMIN = "/admin"
WELCOME = "/welcome"
LOGIN = "/login"
SIGNUP = "/signup"
FORGOT = "/forgot"
SENT = "/sent"
JOIN = "/join"  # from here on: where links in mails lead
RESET = "/reset"
CONFIRM = "/confirm"
TAKE_BACK = "/take-back"
FACTOR = "/factor"  # the second step of signing in
AUTHENTICATOR = "/authenticator"
CODES = "/codes"
TOKEN = "/token"  # noqa: S105  an address, not a token
PASSKEY = "/passkey"
INVITED = "/invited"
UNSUBSCRIBE = "/unsubscribe"
OFFLINE = "/offline"  # assets/offline.html, which assets/worker.js keeps
MISSING = "404"  # where Reflex looks for the page of all other addresses

# Plain HTTP routes, answered outside Reflex
AUTH_SIGN_IN = "/auth/sign-in"
AUTH_SIGN_UP = "/auth/sign-up"
AUTH_SIGN_OUT = "/auth/sign-out"
AUTH_FORGOT = "/auth/forgot"
AUTH_JOIN = "/auth/join"
AUTH_RESET = "/auth/reset"
AUTH_CONFIRM = "/auth/confirm"
AUTH_TAKE_BACK = "/auth/take-back"
AUTH_PASSWORD = "/auth/password"  # noqa: S105  an address, not a password
AUTH_ADDRESS = "/auth/address"
AUTH_OIDC = "/auth/oidc"
AUTH_OIDC_CONNECT = "/auth/oidc/connect"
AUTH_OIDC_DISCONNECT = "/auth/oidc/disconnect"
AUTH_FACTOR = "/auth/factor"
AUTH_APP = "/auth/app"
AUTH_APP_CONFIRM = "/auth/app/confirm"
AUTH_APP_OFF = "/auth/app/off"
AUTH_APP_KEY = "/auth/app/key"
AUTH_APP_ADDRESS = "/auth/app/address"
AUTH_APP_PICTURE = "/auth/app/picture.svg"
AUTH_CODES = "/auth/codes"
AUTH_CODES_KEPT = "/auth/codes/kept"
AUTH_PASSKEY_NEW = "/auth/passkey/new"
AUTH_PASSKEY_OPTIONS = "/auth/passkey/options"
AUTH_PASSKEY_ADD = "/auth/passkey/add"
AUTH_PASSKEY_REMOVE = "/auth/passkey/remove"
AUTH_SESSIONS_END = "/auth/sessions/end"
AUTH_PASSKEY_ASK = "/auth/passkey/ask"
AUTH_PASSKEY_ASK_SECOND = "/auth/passkey/ask/second"
AUTH_PASSKEY_ASK_AGAIN = "/auth/passkey/ask/again"
AUTH_PASSKEY_ENTER = "/auth/passkey/enter"
AUTH_PASSKEY_SECOND = "/auth/passkey/second"
AUTH_CODES_FILE = "/auth/codes/backup-codes.txt"
AUTH_TOKEN = "/auth/token"  # noqa: S105  an address, not a token
AUTH_TOKEN_TEXT = "/auth/token/token.txt"  # noqa: S105  an address, not a token
AUTH_TOKEN_KEPT = "/auth/token/kept"  # noqa: S105  an address, not a token
API_DOCS = "/api/v1/docs"
AUTH_EXPORT = "/auth/export"
AUTH_LEAVE = "/auth/leave"
AUTH_ACCEPT = "/auth/accept"
AUTH_DECLINE = "/auth/decline"
AUTH_OTHER = "/auth/other"
AUTH_UNSUBSCRIBE = "/auth/unsubscribe"
AUTH_INVITED = "/auth/invited"
UPLOAD = "/files/statements"
REPORT_FILE = "/files/report"
RATE_FILE = "/files/rates"
DATA_FILE = "/files/data"
WEBHOOK_SECRET = "/files/webhook-secret"  # noqa: S105  an address, not a secret


def sign_in(page: str, ended: str = "") -> str:
    """Return where to sign in, and from there on to a page.

    Args:
        ended: how the session before came to its end.
    """
    return address(LOGIN, next="" if page == DASHBOARD else page, ended=ended)


def invited(see: str) -> str:
    """Return the address of an invitation, without its secret."""
    return address(INVITED, see=see)


def dashboard(period: str = "", **more: str) -> str:
    """Return the address of the dashboard of a period.

    Args:
        **more: compare, basis, groups and arrange, as they stand in the address.
    """
    return address(DASHBOARD, period=period, **more)


def entries(**filters: str) -> str:
    """Return the address of the entries that pass the filters.

    Args:
        **filters: period, account, category, kind, payee, tag, text, least, most, direction, basis,
            and the page's `before` or `after` key; each as it stands in the address, empty ones are
            left out.
    """
    return address(ENTRIES, **filters)


def entry(key: int, day: date, **filters: str) -> str:
    """Return the address of the entries of a day with the form for one of them.

    Args:
        key: the entry's.
        day: when it was.
        **filters: more, as for `entries`.
    """
    return entries(**filters, period=f"{day}..{day}", entry=str(key))


def new_entry() -> str:
    """Return the address of the entries with the form for a new one."""
    return address(ENTRIES, new="1")


def accounts(day: str = "") -> str:
    """Return the address of how the accounts stand on a day, today without one."""
    return address(ACCOUNTS, day=day)


def account(key: str, **asked: str) -> str:
    """Return the address of an account's register.

    Args:
        key: the account's.
        **asked: the day it ends with, the span that is drawn, and the page's `before` or `after`.
    """
    return address(ACCOUNT, key=key, **asked)


def welcome(step: str = "") -> str:
    """Return the address of a step of getting started; of the first one where none is named."""
    return address(WELCOME, step=step)


def import_batch(batch: str) -> str:
    """Return the address of a staged import."""
    return address(IMPORT, batch=batch)


def reports(period: str = "", *, basis: str = "") -> str:
    """Return the address of the reports of a period, at the rates that a basis names."""
    return address(REPORTS, period=period, basis=basis)


def report_file(period: str, *, basis: str = "") -> str:
    """Return the address of a report as a file."""
    return address(REPORT_FILE, period=period, basis=basis)


def data_file(key: int) -> str:
    """Return the address of a file of all of a user's data."""
    return address(DATA_FILE, key=str(key))


def rates(origin: str = "", target: str = "", **asked: str) -> str:
    """Return the address of the rates of a pair; of the book's first pair without one.

    Args:
        origin: the currency of which one unit is worth so much…
        target: …of this one.
        **asked: the span that is drawn, the pages' keys, and the day of a `new` rate of one's own.
    """
    return address(RATES, origin=origin, target=target, **asked)


def admin(show: str = "", **asked: str) -> str:
    """Return the address of a section of administration, of its users without one.

    Args:
        show: `settings`, `mail`, `jobs`, `health` or `audit`.
        **asked: what is looked for among users, the lists' pages, and the one job.
    """
    return address(ADMIN, show=show, **asked)


def categories(show: str = "") -> str:
    """Return the address of the tree, or of the categories of it that are hidden, say."""
    return address(CATEGORIES, show=show)


def webhook(key: str, before: str = "") -> str:
    """Return the address of a webhook, with what it was told before a delivery."""
    return address(WEBHOOKS, webhook=key, before=before)


def webhook_secret(key: str) -> str:
    """Return the address of a webhook's secret."""
    return address(WEBHOOK_SECRET, webhook=key)


def address(path: str, **query: str) -> str:
    """Return a path with the parts of the query that are not empty."""
    given = {key: value for key, value in query.items() if value}
    return f"{path}?{urlencode(given, quote_via=quote, safe='.')}" if given else path
