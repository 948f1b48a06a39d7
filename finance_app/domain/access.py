"""Who may call a handler, open a page or use a route: declared at each, checked in one place."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from finance_app.errors import EnrolmentRequiredError, NotFoundError, SignInRequiredError

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor


class Access(StrEnum):
    """Who may call."""

    ANYONE = "anyone"
    ENROLLING = "signed in, whatever they have to set up first"
    SIGNED_IN = "signed in"
    EDITOR = "editor"
    OWNER = "owner"
    ADMIN = "admin"


def require(caller: Actor | None, access: Access) -> Actor | None:
    """Return the caller again, where the access allows them.

    Raises:
        SignInRequiredError: nobody is signed in.
        EnrolmentRequiredError: they have to set up a second factor first.
        ForbiddenError: they are signed in, but may not.
        NotFoundError: it is for administrators; to others there is nothing of the kind.
    """
    if access is Access.ANYONE:
        return caller
    if caller is None:
        raise SignInRequiredError
    if caller.must_enrol and access is not Access.ENROLLING:
        raise EnrolmentRequiredError
    if access is Access.EDITOR:
        caller.require_editor()
    if access is Access.OWNER:
        caller.require_owner()
    if access is Access.ADMIN and not caller.is_admin:
        raise NotFoundError
    return caller
