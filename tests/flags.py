"""Flags switched each way: `@each_way(flags.DEMO_BOOKS)` above a test that takes `switched`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, insert

from finance_app import config, db
from finance_app.models import tables
from finance_app.services import flags as service

if TYPE_CHECKING:
    from finance_app.domain.flags import Flag


def each_way(flag: Flag[Any]) -> pytest.MarkDecorator:
    """Run a test with each value that a flag may have, as its argument `switched`."""
    known = config.values_of(flag.setting) if flag.setting else ()
    offered = [one for one in flag.choices if not flag.setting or one.text in known]
    values, names = [one.value for one in offered], [one.text for one in offered]
    return pytest.mark.parametrize("switched", values, ids=names)


def switch(session: Any, flag: Flag[Any], value: Any) -> None:
    """Have a flag a value, as by an administrator."""
    table = tables.server_setting
    text = next(one.text for one in flag.choices if one.value == value)
    session.execute(delete(table).where(table.c.name == flag.name))
    session.execute(insert(table).values(name=flag.name, value=text))
    service.forget()


def switch_now(flag: Flag[Any], value: Any) -> None:
    """Do the same in a transaction of its own."""
    with db.write() as session:
        switch(session, flag, value)
    service.forget()
