"""The stylesheet, the script, the icons and the fonts: small, complete, and kept to the policy."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from pathlib import Path

from finance_app.domain.categories import STARTING_TREE
from finance_app.domain.palette import ACCENT, CANVAS, INK, INK_2, LINE, SURFACE
from finance_app.ui import links
from finance_app.ui.frame import PLACES, SETTINGS
from finance_app.ui.head import FONT

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "assets"
CSS = (ASSETS / "app.css").read_text("utf-8")
SCRIPTS = [path.read_text("utf-8") for path in sorted(ASSETS.glob("*.js"))]
OTHERS = [
    ROOT / "finance_app" / "adapters" / "reports" / "report.js",
    ROOT / "finance_app" / "ui" / "components" / "chart.js",
]
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', (ASSETS / "icons.svg").read_text("utf-8")))
NAMED = re.compile(r'\bicon(?:_name)?(?:\(|=)"([\w-]+)"|\b(?:icon|step)_button\(\s*"([\w-]+)"')


def squeezed(css: str) -> str:
    """Leave out what a build leaves out."""
    plain = re.sub(r"/\*.*?\*/|\s+", " ", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};:,>])\s*", r"\1", plain)


def test_the_stylesheet_is_small() -> None:
    assert len(squeezed(CSS)) <= 60_000


def test_the_stylesheet_fetches_nothing_from_elsewhere() -> None:
    fetched = re.findall(r'url\("([^"]*)"\)|@import', CSS)
    assert fetched
    assert all((ASSETS / path.lstrip("/")).is_file() for path in fetched)


def test_every_property_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\((--[\w-]+)\)", CSS))
    assert used - set(re.findall(r"(--[\w-]+):", CSS)) == set()


def test_the_scripts_are_short_and_evaluate_nothing() -> None:
    assert SCRIPTS
    for script in SCRIPTS:
        assert len(script.splitlines()) <= 200
        assert not re.search(
            r"\beval\b|Function\(|innerHTML|insertAdjacentHTML|document\.write", script
        )
        assert '"paste"' not in script  # passwords may be pasted


def test_the_scripts_write_under_no_name_that_comes_from_elsewhere() -> None:
    """So nothing reaches the prototype of all objects; what is looked up by name is a Map."""
    for script in [*SCRIPTS, *(path.read_text("utf-8") for path in OTHERS)]:
        assert not re.search(r"[\w)\]]\[[^\]\"'\d]+\]\s*=[^=]|__proto__|fromEntries", script)
        assert not re.search(
            r"Object\.assign\((?!held, \{|link, \{)|addEventListener\(\"message", script
        )


def test_the_workers_version_changes_with_what_it_keeps() -> None:
    worker = (ASSETS / "worker.js").read_text("utf-8")
    kept = ("offline.html", "offline.js", "favicon.svg")
    digest = hashlib.sha256(b"".join((ASSETS / name).read_bytes() for name in kept)).hexdigest()
    assert f'const VERSION = "{digest[:12]}";' in worker
    listed = re.search(r"const KEPT = \[(.*)\];", worker)
    assert listed
    assert listed[1] == 'PAGE, "/offline.js", "/favicon.svg"'


def test_the_manifest_names_icons_of_the_sizes_that_they_have() -> None:
    manifest = json.loads((ASSETS / "manifest.webmanifest").read_text("utf-8"))
    images = [*manifest["icons"], *(each["icons"][0] for each in manifest["shortcuts"])]
    for image in images:
        data = (ASSETS / image["src"].lstrip("/")).read_bytes()
        if image["type"] == "image/png":
            assert "x".join(map(str, struct.unpack(">II", data[16:24]))) == image["sizes"]
    purposes = {(image["sizes"], image["purpose"]) for image in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= purposes
    assert manifest["background_color"] == manifest["theme_color"] == CANVAS.light
    assert {each["url"] for each in manifest["shortcuts"]} == {links.new_entry(), links.IMPORT}


def test_the_offline_page_looks_like_the_rest_and_asks_for_nothing_else() -> None:
    page = (ASSETS / "offline.html").read_text("utf-8")
    for shade in (CANVAS, SURFACE, LINE, INK, INK_2, ACCENT):
        assert f"light-dark({shade.light}, {shade.dark})" in page
    assert set(re.findall(r'(?:src|href)="([^"]*)"', page)) == {"/favicon.svg", "/offline.js", ""}


def test_the_first_font_is_preloaded_and_licensed() -> None:
    assert (ASSETS / FONT.lstrip("/")).stat().st_size < 60_000
    assert "SIL Open Font License" in (ASSETS / "fonts" / "OFL.txt").read_text("utf-8")


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "finance_app").rglob("*.py")]
    named = {one or other for text in texts for one, other in NAMED.findall(text)}
    assert "upload" in named
    assert named - SYMBOLS == set()


def test_every_place_and_starting_category_has_an_icon() -> None:
    wanted = {place.icon for place in (*PLACES, SETTINGS)} | {group.icon for group in STARTING_TREE}
    assert wanted - SYMBOLS == set()
