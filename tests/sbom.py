"""`make sbom`: what the app is made of, as CycloneDX writes it, in `docs/sbom.cdx.json`.

A component for each pin of `requirements.txt` and each package of the browser's lock file, with the
licence that its publisher names. The same pins make the same file, byte for byte.
"""

from __future__ import annotations

import json
import re
from email.parser import HeaderParser
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "sbom.cdx.json"
PINS = ROOT / "requirements.txt"
LOCK = ROOT / "reflex.lock" / "package-lock.json"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
CLASSIFIER = "License :: OSI Approved :: "


def pins() -> list[tuple[str, str]]:
    """Return name and version of every Python package that runs with the app."""
    return PIN.findall(PINS.read_text("utf-8"))


def locked() -> Iterator[tuple[str, str, str, bool]]:
    """Yield name, version, licence and whether only the build needs it, for the browser's part."""
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    for path, said in packages.items():
        if path:
            name = path.rpartition("node_modules/")[2]
            yield name, said["version"], said.get("license", ""), said.get("dev", False)


def python_licence(name: str) -> str:
    """Return the licence that an installed package names: an SPDX expression, or words."""
    try:
        said = HeaderParser().parsestr(metadata.distribution(name).read_text("METADATA") or "")
    except metadata.PackageNotFoundError:  # a pin for other systems
        return ""
    named = said["License-Expression"] or said["License"] or ""
    approved = [
        one.removeprefix(CLASSIFIER)
        for one in said.get_all("Classifier", [])
        if one.startswith(CLASSIFIER)
    ]
    return named if named and "\n" not in named else " AND ".join(approved)


def component(purl: PackageURL, licence: str, scope: ComponentScope) -> Component:
    """Describe a package; `scope` is whether it is there when the app runs."""
    return Component(
        type=ComponentType.LIBRARY,
        group=purl.namespace,
        name=purl.name,
        version=purl.version,
        purl=purl,
        bom_ref=purl.to_string(),
        scope=scope,
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
    )


def components() -> Iterator[Component]:
    """Yield what the app is made of."""
    for name, version in pins():
        purl = PackageURL("pypi", None, name.lower(), version)
        yield component(purl, python_licence(name), ComponentScope.REQUIRED)
    for name, version, licence, is_build in locked():
        group, _, rest = name.rpartition("/")
        scope = ComponentScope.EXCLUDED if is_build else ComponentScope.REQUIRED
        yield component(PackageURL("npm", group or None, rest, version), licence, scope)


def made() -> str:
    """Return the bill of materials as JSON, with nothing in it that changes by itself."""
    app = Component(type=ComponentType.APPLICATION, name="finance-app", bom_ref="finance-app")
    bom = Bom(components=components(), serial_number=uuid5(NAMESPACE_URL, PINS.read_text("utf-8")))
    bom.metadata.component = app
    bom.register_dependency(app, bom.components)
    document = json.loads(JsonV1Dot6(bom).output_as_string())
    document["metadata"].pop("timestamp", None)
    document["metadata"].pop("tools", None)
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
