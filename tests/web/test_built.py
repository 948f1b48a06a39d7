from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from finance_app.web.built import Built, inline_hashes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def built(tmp_path: Path) -> Built:
    for name in ("index.html", "entries.html", "404.html", "__spa-fallback.html", "app.js"):
        (tmp_path / name).write_text(f"<script>{name}</script>")
        (tmp_path / f"{name}.br").touch()
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries" / "index.html").touch()
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "root-1.js").touch()
    return Built(tmp_path)


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/", "/index.html"),
        ("/entries", "/entries.html"),
        ("/entries/", "/entries.html"),
        ("/index", None),
        ("/entries/index", None),
        ("/404", None),
        ("/__spa-fallback", None),
        ("/entries.html", None),
        ("/app.js", None),
        ("/../entries", None),
        ("//entries", None),
        ("", "/index.html"),
    ],
)
def test_a_page_is_answered_by_its_document(built: Built, path: str, document: str | None) -> None:
    assert built.document(path) == document


def test_files_are_what_is_neither_a_page_nor_a_sidecar(built: Built) -> None:
    assert built.files == {"/app.js", "/assets/root-1.js"}


def test_a_page_may_run_the_scripts_in_it_and_no_others(built: Built) -> None:
    digest = base64.b64encode(hashlib.sha256(b"entries.html").digest()).decode()
    assert built.scripts("/entries", 200) == (f"'sha256-{digest}'",)
    assert built.scripts("/app.js", 200) == ()
    assert built.scripts("/nowhere", 404) == built.hashes["/404.html"]


def test_scripts_of_their_own_file_need_no_hash() -> None:
    html = '<script src="/app.js" defer></script><script type="module">\nimport "/a.js"\n</script>'
    digest = hashlib.sha256(b'\nimport "/a.js"\n').digest()
    assert inline_hashes(html) == (f"'sha256-{base64.b64encode(digest).decode()}'",)
