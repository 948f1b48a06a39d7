"""The corpus is read only when a folder of it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    is_corpus = collection_path.name == "test_corpus.py"
    return True if is_corpus and config.getoption("--corpus") is None else None
