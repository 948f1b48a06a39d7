"""Pages of this app as browsers name them, to lead back to."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"/(?:[a-z]{1,20})?(?:\?[A-Za-z0-9_.~%&=+-]{1,1000})?", re.ASCII)


def local(page: str) -> str:
    """Return a page of this app, "" for anything else."""
    return page if _LOCAL.fullmatch(page) else ""
