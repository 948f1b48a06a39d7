"""A small client of Finance's API: what the scripts beside it need, and a start for your own.

It needs httpx. Amounts are exact: they come and go as text and are `Decimal` here.
"""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path


TRIES = 3
PROBLEM = "application/problem+json"


class FinanceError(Exception):
    """What the server refused, in its own words."""


@dataclass(frozen=True)
class Money:
    """An amount of a currency."""

    amount: Decimal
    currency: str

    @classmethod
    def read(cls, sent: dict[str, str]) -> Self:
        """Read it as the API sends it."""
        return cls(Decimal(sent["amount"]), sent["currency"])

    def written(self) -> dict[str, str]:
        """Write it as the API wants it."""
        return {"amount": f"{self.amount:f}", "currency": self.currency}

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Finance:
    """One book of a server.

    Args:
        url: such as `https://money.example`.
        token: made on the Security page, or by `python -m finance_app token add`.
        book: its name; the first one where none is given.
    """

    def __init__(self, url: str, token: str, book: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self.http = httpx.Client(base_url=f"{url.rstrip('/')}/api/v1", headers=headers, timeout=60)
        found = [one for one in self.pages("/books") if book in ("", one["name"])]
        if not found:
            raise FinanceError(f"There is no book “{book}”.")
        self.book = f"/books/{found[0]['id']}"

    @classmethod
    def from_environment(cls) -> Self:
        """Take FINANCE_URL, FINANCE_TOKEN and FINANCE_BOOK, which may be left out."""
        taken = os.environ
        return cls(taken["FINANCE_URL"], taken["FINANCE_TOKEN"], taken.get("FINANCE_BOOK", ""))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """Send one request; return what comes back.

        A write carries a key of its own, so that it is sent again after a broken connection without
        being done twice.

        Raises:
            FinanceError: it was refused.
        """
        headers = more.pop("headers", {})
        if method == "POST":
            headers = {"Idempotency-Key": str(uuid.uuid4()), **headers}
        for left in reversed(range(TRIES)):
            try:
                answer = self.http.request(method, path, headers=headers, **more)
            except httpx.TransportError:
                if not left or method not in ("GET", "POST"):
                    raise
            else:
                break
        if answer.is_error:
            is_problem = answer.headers.get("content-type", "").startswith(PROBLEM)
            raise FinanceError(answer.json()["detail"] if is_problem else answer.reason_phrase)
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    def pages(self, path: str, **filters: Any) -> Iterator[dict[str, Any]]:
        """Yield everything in a list, page after page."""
        cursor: str | None = ""
        while cursor is not None:
            asked = {**filters, **({"cursor": cursor} if cursor else {})}
            page = self.ask("GET", path, params=asked)
            yield from page["items"]
            cursor = page["next"]

    def accounts(self) -> list[dict[str, Any]]:
        """Return the book's accounts."""
        return list(self.pages(f"{self.book}/accounts"))

    def entries(self, **filters: Any) -> Iterator[dict[str, Any]]:
        """Yield entries from the newest to the oldest, such as `entries(text="bakery")`."""
        return self.pages(f"{self.book}/entries", **filters)

    def add(self, account_id: str, day: date, amount: Money, payee: str = "") -> dict[str, Any]:
        """Add an entry; below zero is money out."""
        sent = {
            "account_id": account_id,
            "day": day.isoformat(),
            "amount": amount.written(),
            "payee": payee,
        }
        return self.ask("POST", f"{self.book}/entries", json=sent)

    def figures(self, period: str = "") -> dict[str, Any]:
        """Return what the dashboard says about a period such as `2026-11`."""
        return self.ask("GET", f"{self.book}/dashboard", params={"period": period})

    def send(self, path: Path) -> str:
        """Send a bank's file; return its import's address. Nothing comes in yet."""
        staged = self.ask(
            "POST",
            f"{self.book}/imports",
            params={"filename": path.name},
            content=path.read_bytes(),
            headers={"Content-Type": "application/octet-stream"},
        )
        return f"{self.book}/imports/{staged['id']}"
