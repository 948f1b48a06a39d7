"""Many who sign in at once, so that the server hashes passwords all the while."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

EACH = 3  # attempts of everybody, one after another
PATIENCE = 120  # seconds


@contextmanager
def signing_in(url: str, count: int) -> Iterator[None]:
    """Have so many try to sign in while the block runs, and wait for the last of them."""
    with ThreadPoolExecutor(count) as pool:
        attempts = [pool.submit(_attempt, url, number) for number in range(count)]
        yield
        if all(each.done() for each in attempts):
            raise RuntimeError("everybody was through before it was measured")
        for each in attempts:
            each.result()


def _attempt(url: str, number: int) -> None:
    form = urlencode({"email": f"user{number}@example.org", "password": "a wrong one, long"})
    for _ in range(EACH):
        asked = Request(f"{url}/auth/sign-in", form.encode(), {"Origin": url})  # noqa: S310  our own server
        with urlopen(asked, timeout=PATIENCE):  # noqa: S310  the same
            pass
