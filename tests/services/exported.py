"""A user's file of all their data, read as a person or program would read it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from finance_app.services import export_files
from tests.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


class Exported:
    """What is in a file."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as archive:
            assert archive.testzip() is None
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.manifest: dict[str, Any] = json.loads(self.files["manifest.json"])

    def text(self, name: str) -> str:
        """Return a file's text."""
        return self.files[name].decode()

    def value(self, name: str) -> Any:
        """Return what a JSON file says."""
        return json.loads(self.text(name))

    def table(self, name: str, place: int = 0) -> list[dict[str, str]]:
        """Return the rows of a CSV file of a book."""
        folder = self.manifest["books"][place]["folder"]
        return list(csv.DictReader(io.StringIO(self.text(f"{folder}/{name}.csv"), newline="")))

    def lines(self, place: int = 0) -> list[dict[str, Any]]:
        """Return the changes of a book."""
        folder = self.manifest["books"][place]["folder"]
        return [json.loads(line) for line in self.text(f"{folder}/changes.jsonl").splitlines()]

    def check(self) -> None:
        """Compare all files with what the manifest says of them."""
        told = {one["name"]: one for one in self.manifest["files"]}
        assert {*told, "manifest.json"} == set(self.files)
        for name, one in told.items():
            assert one["bytes"] == len(self.files[name])
            assert one["sha256"] == hashlib.sha256(self.files[name]).hexdigest()
            if name.endswith(".csv") and "/imports/" not in name:
                text = io.StringIO(self.files[name].decode(), newline="")
                assert one["rows"] == len(list(csv.reader(text))) - 1
            if name.endswith(".jsonl"):
                assert one["rows"] == len(self.files[name].splitlines())


def written(session: Session, actor: Actor, folder: Path) -> Exported:
    """Write a user's file and read it."""
    path = folder / "all.zip"
    export_files.write(session, actor.user_id, path, NOW, lambda _: None)
    found = Exported(path)
    found.check()
    return found
