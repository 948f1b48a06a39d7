"""Zip files of CSV and JSON, written piece by piece: nothing is held as a whole.

The last thing in one is `manifest.json`, which counts the rows of each file and has its SHA-256.
"""

from __future__ import annotations

import csv
import hashlib
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

README = Path(__file__).parent / "readme.txt"
MANIFEST = "manifest.json"
AT_ONCE = 64 * 1024  # bytes that are kept before they are compressed


class Archive:
    """A zip file in the making; leaving it closes the file, whole or not.

    Args:
        path: a file of its owner's alone; one that is there is replaced.
    """

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._zip = ZipFile(path, "w", ZIP_DEFLATED)
        self.files: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Write rows as CSV; return how many that were."""
        count = 0
        with self._file(name) as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(columns)
            for row in rows:
                writer.writerow(row)
                count += 1
            file.rows = count
        return count

    def lines(self, name: str, values: Iterable[Any]) -> int:
        """Write values as JSON, one a line; return how many that were."""
        count = 0
        with self._file(name) as file:
            for value in values:
                file.write(f"{_json(value)}\n")
                count += 1
            file.rows = count
        return count

    def value(self, name: str, value: Any) -> None:
        """Write one value as JSON."""
        with self._file(name) as file:
            file.write(f"{_json(value, indent=1)}\n")

    def content(self, name: str, content: bytes) -> None:
        """Write a file as it is."""
        with self._file(name) as file:
            file.put(content)

    def close(self, **about: Any) -> None:
        """Write what is in it, and about it."""
        self.value(MANIFEST, {**about, "files": self.files})

    @contextmanager
    def _file(self, name: str) -> Iterator[_File]:
        with self._zip.open(name, "w", force_zip64=True) as raw:
            file = _File(raw)
            yield file
            file.flush()
        rows = {} if file.rows is None else {"rows": file.rows}
        told = {"name": name, **rows, "bytes": file.size, "sha256": file.digest.hexdigest()}
        self.files.append(told)


class _File:
    """One file in it: what is written is counted and hashed on the way."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._kept = raw, bytearray()
        self.digest, self.size = hashlib.sha256(), 0
        self.rows: int | None = None

    def write(self, text: str) -> int:
        """Add text."""
        self.put(text.encode())
        return len(text)

    def put(self, content: bytes) -> None:
        """Add bytes."""
        self._kept += content
        if len(self._kept) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Compress what was added."""
        self.digest.update(self._kept)
        self.size += len(self._kept)
        self._raw.write(self._kept)
        self._kept.clear()


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)
