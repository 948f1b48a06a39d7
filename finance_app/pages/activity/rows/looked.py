"""What change sets are narrowed down to, and the addresses of more of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from finance_app.services.history import HistoryPage
from finance_app.ui import links
from finance_app.ui.components.values import Option
from finance_app.ui.topics import WORDS

TOPICS = [Option("", "Everything"), *(Option(one, said) for one, said in WORDS.items())]


@dataclass(frozen=True)
class LookedText:
    """What change sets are narrowed down to, and files with these."""

    topic: str = ""
    since: str = ""
    until: str = ""
    is_any: bool = False
    csv: str = ""
    lines: str = ""


def looked(asked: dict[str, str], by: str) -> LookedText:
    """Return what is looked for, and the addresses of files with all of it."""
    query = {**asked, "by": by}
    files = [f"/files/activity?{urlencode({**query, 'form': form})}" for form in ("csv", "jsonl")]
    return LookedText(**asked, is_any=any(query.values()), csv=files[0], lines=files[1])


def newer(page: HistoryPage, asked: Mapping[str, str]) -> str:
    """Return the address of the page after this one; nothing where there is none."""
    return links.address(links.ACTIVITY, **asked, after=str(page.newer)) if page.newer else ""


def older(page: HistoryPage, asked: Mapping[str, str]) -> str:
    """Return the address of the page before this one; nothing where there is none."""
    return links.address(links.ACTIVITY, **asked, before=str(page.older)) if page.older else ""
