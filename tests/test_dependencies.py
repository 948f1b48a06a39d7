"""What the app is made of is pinned, with hashes, and written down."""

from __future__ import annotations

import json
import re

import pytest

from tests import sbom
from tests.sbom import FILE, LOCK, PINS, ROOT

HASHES = re.compile(r" \\\n    --hash=sha256:[0-9a-f]{64}")


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_server(path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    pinned = [line for line in HASHES.sub("", text).splitlines() if not re.match(r" *#|$", line)]
    assert [line for line in pinned if not re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==", line)] == []
    assert len(re.findall(r"==.* \\\n    --hash=", text)) == len(pinned)
    assert "://" not in text


@pytest.mark.parametrize("path", ["Makefile", "Dockerfile"])
def test_nothing_is_installed_without_its_hash(path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    installs = re.findall(r"pip install (.*) -r requirements", text)
    assert installs
    assert all("--require-hashes" in one for one in installs)


def test_the_frontends_pins_name_no_server() -> None:
    pins = LOCK.read_text("utf-8")
    assert '"resolved"' not in pins
    assert '"integrity"' in pins


def test_the_bill_of_materials_names_what_is_pinned() -> None:
    listed = json.loads(FILE.read_text("utf-8"))["components"]
    named = {
        ("/".join(filter(None, (one.get("group"), one["name"]))), one["version"]) for one in listed
    }
    python = {(name.lower(), version) for name, version in sbom.pins()}
    browser = {(name, version) for name, version, _, _ in sbom.locked()}
    assert len(python) == len(re.findall(r"^[a-z]", PINS.read_text("utf-8"), re.MULTILINE))
    assert named == python | browser
