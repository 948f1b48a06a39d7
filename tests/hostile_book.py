"""A book in which everything is named by somebody hostile."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.services import accounts, categories, entries
from tests.corpus import CORPUS, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TAG = 50  # characters
TEXTS = list({words(one): one for one in CORPUS.values()}.values())


def fill(do: Callable[..., Any], day: date, *, whole: bool) -> dict[str, list[str]]:
    """Write the texts of the corpus into a book; return which went where, as names are kept.

    Args:
        do: runs a use case with its arguments.
        whole: every text everywhere, not every fourth of them.
    """
    step = 1 if whole else 4
    named = [TEXTS[0 if whole else place :: step] for place in range(4)]
    for account, category, payee, note in zip(*named, strict=False):
        draft = AccountDraft(account, AccountKind.CHECKING, "EUR", date(2026, 1, 1), 100)
        line = LineDraft(-1250, do(categories.add, category, CategoryKind.EXPENSE, None), account)
        tags = (category,) if len(category) <= TAG and "," not in category else ()
        key = do(accounts.open_account, draft)
        do(entries.add, EntryDraft(key, day, -1250, payee, note, lines=(line,), tags=tags))
    kinds = ("accounts", "categories", "payees", "notes")
    least = min(map(len, named))
    return {kind: _kept(one[:least]) for kind, one in zip(kinds, named, strict=True)}


def _kept(texts: Iterable[str]) -> list[str]:
    return [words(one) for one in texts]
