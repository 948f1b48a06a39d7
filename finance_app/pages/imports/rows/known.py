"""A file whose rows are all in the book already, as text."""

from __future__ import annotations

from dataclasses import dataclass

from finance_app.domain.import_previews import Preview, all_known
from finance_app.ui import links


@dataclass(frozen=True)
class KnownText:
    """That all of the file is in the book already, and where; empty where something may come in."""

    text: str = ""
    href: str = ""


def known(shown: Preview, region: str) -> KnownText:
    """Say that there is nothing to bring in, and lead to what is there already."""
    groups = shown.groups
    text = "" if any(map(shown.wanted, groups)) else all_known(groups, region)
    if not text:
        return KnownText()
    days = [row.day for group in groups for row in group.rows]
    accounts = {group.account_id for group in groups}
    account = str(accounts.pop()) if len(accounts) == 1 else ""
    period = f"{min(days)}..{max(days)}"
    return KnownText(text, links.entries(period=period, account=account))
