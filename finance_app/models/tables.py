"""The tables behind the models, for statements: `tables.entry.c.day`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from finance_app.models.accounts import Account
from finance_app.models.api_tokens import ApiAnswer, ApiToken
from finance_app.models.audit import AuditEvent, AuditHead, BookHead
from finance_app.models.books import Book, Invitation, Membership
from finance_app.models.categories import Category
from finance_app.models.changes import Change, ChangeSet
from finance_app.models.entries import Entry, Line
from finance_app.models.exports import DataExport
from finance_app.models.factors import AuthStep, BackupCode, Factor, Passkey
from finance_app.models.identities import Identity
from finance_app.models.imports import StatementImport, StatementLayout
from finance_app.models.jobs import Job, JobRun
from finance_app.models.mail import Digest, Mail, MailLink, Trouble
from finance_app.models.payees import EntryTag, Payee, Tag
from finance_app.models.rates import CustomCurrency, OwnRate, Rate, RateFeed, RefusedRate
from finance_app.models.recomputing import Recompute
from finance_app.models.server import ServerSetting
from finance_app.models.totals import MonthTotal, PayeeMonthTotal
from finance_app.models.users import Attempt, AuthSession, KnownDevice, Preferences, SignUp, User
from finance_app.models.webhooks import Webhook, WebhookDelivery

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement, FromClause, Table
    from sqlmodel import SQLModel


def _table(model: type[SQLModel]) -> Table:
    return cast("Table", model.__table__)  # type: ignore[attr-defined]  # SQLModel does not type it


def refers(column: Column[Any], target: FromClause) -> ColumnElement[bool]:
    """Join a reference to the row of the same book that it names."""
    own: ColumnElement[bool] = target.c.book_id == column.table.c.book_id
    return own & (target.c.id == column)


account = _table(Account)
api_answer = _table(ApiAnswer)
api_token = _table(ApiToken)
attempt = _table(Attempt)
audit_event = _table(AuditEvent)
audit_head = _table(AuditHead)
auth_session = _table(AuthSession)
auth_step = _table(AuthStep)
backup_code = _table(BackupCode)
book = _table(Book)
book_head = _table(BookHead)
category = _table(Category)
change = _table(Change)
change_set = _table(ChangeSet)
custom_currency = _table(CustomCurrency)
data_export = _table(DataExport)
digest = _table(Digest)
entry = _table(Entry)
entry_tag = _table(EntryTag)
identity = _table(Identity)
factor = _table(Factor)
known_device = _table(KnownDevice)
invitation = _table(Invitation)
job = _table(Job)
job_run = _table(JobRun)
line = _table(Line)
mail = _table(Mail)
mail_link = _table(MailLink)
membership = _table(Membership)
month_total = _table(MonthTotal)
own_rate = _table(OwnRate)
passkey = _table(Passkey)
payee = _table(Payee)
payee_month_total = _table(PayeeMonthTotal)
preferences = _table(Preferences)
rate = _table(Rate)
rate_feed = _table(RateFeed)
refused_rate = _table(RefusedRate)
recompute = _table(Recompute)
server_setting = _table(ServerSetting)
sign_up = _table(SignUp)
statement_import = _table(StatementImport)
statement_layout = _table(StatementLayout)
tag = _table(Tag)
trouble = _table(Trouble)
user = _table(User)
webhook = _table(Webhook)
webhook_delivery = _table(WebhookDelivery)
