"""Accounts of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from finance_app.api.doors import Editor, Reader
from finance_app.api.schemas.accounts import Account, ChangedAccount, WantedAccount, WantedEnd
from finance_app.api.schemas.changes import Changed
from finance_app.api.schemas.common import Fields, Key, Page
from finance_app.services import account_ends, accounts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ALL, ONE = "/books/{book}/accounts", "/books/{book}/accounts/{account}"
router = APIRouter(tags=["Accounts"])


@router.get(ALL, response_model=Page[Account])
async def list_accounts(door: Reader, book: Key, fields: Fields = "") -> Response:
    """List all accounts, the open ones first."""

    def work(session: Session, actor: Actor) -> Page[Account]:
        found = accounts.everything(session, actor)
        return Page[Account](items=tuple(map(Account.of, found))).only(fields)

    return await door.ask(work, book)


@router.post(ALL, response_model=Account, status_code=201)
async def open_account(door: Editor, book: Key, wanted: WantedAccount) -> Response:
    """Open an account."""

    def work(session: Session, actor: Actor) -> Account:
        key = accounts.open_account(session, actor, wanted.draft())
        return Account.of(accounts.get(session, actor, key))

    return await door.tell(work, book, status=201)


@router.get(ONE, response_model=Account)
async def get_account(door: Reader, book: Key, account: Key) -> Response:
    """Get one account."""

    def work(session: Session, actor: Actor) -> Account:
        return Account.of(accounts.get(session, actor, account))

    return await door.ask(work, book)


@router.patch(ONE, response_model=Account)
async def change_account(door: Editor, book: Key, account: Key, wanted: ChangedAccount) -> Response:
    """Change an account; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Account:
        view = accounts.get(session, actor, account)
        door.require_match(Account.of(view))
        accounts.edit(session, actor, account, view.version, wanted.draft(view))
        return Account.of(accounts.get(session, actor, account))

    return await door.tell(work, book)


@router.delete(ONE, response_model=Changed)
async def delete_account(door: Editor, book: Key, account: Key) -> Response:
    """Delete an account without entries; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Changed:
        view = accounts.get(session, actor, account)
        door.require_match(Account.of(view))
        return Changed(change_set=accounts.delete(session, actor, account, view.version))

    return await door.tell(work, book)


@router.post(ONE + "/close", response_model=Changed)
async def close_account(door: Editor, book: Key, account: Key, wanted: WantedEnd) -> Response:
    """Close an account at the end of a day; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Changed:
        view = accounts.get(session, actor, account)
        door.require_match(Account.of(view))
        return Changed(
            change_set=account_ends.close(session, actor, account, view.version, wanted.on)
        )

    return await door.tell(work, book, names={"closed_on": "on"})


@router.post(ONE + "/reopen", response_model=Changed)
async def reopen_account(door: Editor, book: Key, account: Key) -> Response:
    """Open a closed account again; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Changed:
        view = accounts.get(session, actor, account)
        door.require_match(Account.of(view))
        return Changed(change_set=account_ends.reopen(session, actor, account, view.version))

    return await door.tell(work, book)
