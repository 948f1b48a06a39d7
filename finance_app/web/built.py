"""What Reflex built, as paths: which are pages, which are files, what scripts a page may run."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
UNSERVED = (".html", ".br", ".gz")  # pages have paths of their own; sidecars go with their file
MISSING = "/404.html"


class Built:
    """The built client as it was at the start.

    Args:
        folder: Reflex's `.web/build/client`.
    """

    def __init__(self, folder: Path) -> None:
        files = [path for path in folder.rglob("*") if path.is_file()]
        self.files = {
            f"/{path.relative_to(folder)}" for path in files if path.suffix not in UNSERVED
        }
        self.hashes = {
            f"/{path.relative_to(folder)}": inline_hashes(path.read_text("utf-8"))
            for path in files
            if path.suffix == ".html"
        }

    def document(self, path: str) -> str | None:
        """Return the document of a page, `/entries.html` for `/entries`; None where it is none."""
        name = f"{path.rstrip('/') or '/index'}.html"
        hidden = name == MISSING or name.startswith("/__") or path.endswith("/index")
        return name if name in self.hashes and not hidden else None

    def scripts(self, path: str, status: int) -> tuple[str, ...]:
        """Return the hashes of the inline scripts in what answers a path."""
        document = self.document(path) if status != 404 else MISSING  # noqa: PLR2004  not found
        return self.hashes.get(document or "", ())


def inline_hashes(html: str) -> tuple[str, ...]:
    """Return a source expression for each inline script of a document."""
    found = {sha256(script.encode()).digest() for script in INLINE.findall(html)}
    return tuple(sorted(f"'sha256-{b64encode(each).decode()}'" for each in found))
