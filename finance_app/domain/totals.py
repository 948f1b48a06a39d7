"""Sentinels of the monthly totals, where a line has no category of its own.

They are numbers rather than nulls because a null in a unique key defeats an upsert. Money in and
money out without a category are kept apart: only a category says that a refund nets its spending.
"""

from __future__ import annotations

UNCATEGORISED_OUT = 0
TRANSFER = -1
UNCATEGORISED_IN = -2

NOBODY = 0
"""Among payees: entries that name none."""
