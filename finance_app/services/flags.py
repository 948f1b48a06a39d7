"""What is switched how on this server: read by everybody, chosen by the administrator.

Reading is cheap: all choices are remembered for two seconds, so other workers follow within that.
The table of flags is `domain.flags`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import delete, insert

from finance_app import config
from finance_app.domain.audit import What
from finance_app.domain.flags import EVERY, Choice, Flag, Source
from finance_app.errors import ConfigurationError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.queries import server as queries
from finance_app.services import audit, server_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

KEPT = 2.0  # seconds
_known: WeakKeyDictionary[Any, tuple[float, dict[str, str]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Held[T: bool | str]:
    """A flag with what holds, why, and what else was said.

    Args:
        source: where `now` comes from.
        environment: what the environment says, None where it says nothing.
        chosen: what the administrator chose, None where they did not.
        offered: the values that can be chosen here.
    """

    flag: Flag[T]
    now: Choice[T]
    source: Source
    environment: Choice[T] | None
    chosen: Choice[T] | None
    offered: tuple[Choice[T], ...]

    @property
    def otherwise(self) -> Choice[T]:
        """What holds where the administrator does not choose."""
        return self.environment or self.flag.fallback


def value[T: bool | str](session: Session, flag: Flag[T]) -> T:
    """Return what a flag is."""
    return _held(flag, _chosen(session)).now.value


def everything(session: Session, actor: Actor) -> list[Held[bool | str]]:
    """Return all flags and settings as they are at this moment.

    Raises:
        NotFoundError: the actor is no administrator.
    """
    server_changes.by(session, actor)
    chosen = queries.settings(session)
    return [_held(flag, chosen) for flag in EVERY]


def choose(session: Session, actor: Actor, name: str, text: str) -> None:
    """Choose a flag's value; nothing leaves it to the environment and the code again.

    Raises:
        NotFoundError: the actor is no administrator, or there is no such flag.
        InvalidInputError: it cannot have that value.
    """
    who = server_changes.by(session, actor)
    flag = next((one for one in EVERY if one.name == name), None)
    if flag is None:
        raise NotFoundError
    before = _held(flag, queries.settings(session))
    table = tables.server_setting
    session.execute(delete(table).where(table.c.name == name))
    if text:
        found = _offered(flag, text)
        session.execute(insert(table).values(name=name, value=found.text))
    after = _held(flag, queries.settings(session))
    was, becomes = ({"value": _written(held)} for held in (before, after))
    if was != becomes:
        audit.note(session, who, What.FLAG, subject=name, before=was, after=becomes)
    forget()


def forget() -> None:
    """Have the next one who asks look into the database, as after choosing."""
    _known.clear()


def require_known() -> None:
    """Refuse an environment that names a flag that there is not, or gives one no value of it.

    Raises:
        ConfigurationError: it does; the message names the variable.
    """
    known = {one.variable for one in EVERY}
    for variable in config.flag_texts():
        if variable not in known:
            listed = ", ".join(one.variable for one in EVERY if not one.setting)
            raise ConfigurationError(f"{variable} is no flag; there are {listed}.")
    for flag in EVERY:
        _environment(flag)


def _chosen(session: Session) -> dict[str, str]:
    """Return the choices as they were at most two seconds ago, of this database."""
    engine = session.get_bind()
    at, found = _known.get(engine, (0.0, {}))
    if not at or time.monotonic() - at >= KEPT:
        at, found = time.monotonic(), queries.settings(session)
        _known[engine] = at, found
    return found


def _held[T: bool | str](flag: Flag[T], chosen: Mapping[str, str]) -> Held[T]:
    """Put together what holds; a choice that this version does not know does not count."""
    said, environment = chosen.get(flag.name), _environment(flag)
    try:
        own = None if said is None else _offered(flag, said)
    except InvalidInputError:
        own = None
    now, source = flag.fallback, Source.CODE
    if environment is not None:
        now, source = environment, Source.ENVIRONMENT
    if own is not None:
        now, source = own, Source.ADMINISTRATOR
    return Held(flag, now, source, environment, own, _possible(flag))


def _possible[T: bool | str](flag: Flag[T]) -> tuple[Choice[T], ...]:
    known = config.values_of(flag.setting) if flag.setting else ()
    return tuple(one for one in flag.choices if not flag.setting or one.text in known)


def _offered[T: bool | str](flag: Flag[T], text: str) -> Choice[T]:
    found = flag.choice(text)
    if found not in _possible(flag):
        raise InvalidInputError(f"{flag.title} cannot be “{found.text}” here.")
    return found


def _environment[T: bool | str](flag: Flag[T]) -> Choice[T] | None:
    """Return what the environment says, None where it says nothing.

    Raises:
        ConfigurationError: it says what the flag cannot be.
    """
    text = config.given(flag.setting) if flag.setting else config.flag_texts().get(flag.variable)
    if text is None:
        return None
    try:
        return flag.choice(text)
    except InvalidInputError as error:
        listed = ", ".join(one.text for one in flag.choices)
        raise ConfigurationError(f"{flag.variable}: must be one of {listed}.") from error


def _written(held: Held[Any]) -> str:
    """Write down what holds; and by whose word, where it is not the administrator's."""
    mine = held.source is Source.ADMINISTRATOR
    return held.now.text if mine else f"{held.now.text} (by the {held.source})"
