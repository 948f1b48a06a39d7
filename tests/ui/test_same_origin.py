from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from finance_app.ui.same_origin import OURS, SameOriginPlugin, same_origin

if TYPE_CHECKING:
    from pathlib import Path

STOCK = (files("reflex_base") / ".templates" / "web" / "utils" / "state.js").read_text("utf-8")


def test_the_clients_look_up_is_replaced() -> None:
    ours = same_origin(STOCK)
    assert ours.count("export const getBackendURL") == 1
    assert OURS in ours
    assert "SAME_DOMAIN_HOSTNAMES" not in ours


def test_an_older_replacement_is_replaced_too() -> None:
    older = same_origin(STOCK).replace("window.location.origin", "window.origin")
    assert same_origin(older) == same_origin(STOCK)


@pytest.mark.parametrize(
    "source",
    ["", STOCK.replace("getBackendURL = (", "backendURL = ("), STOCK.replace("SAME_DOMAIN_", "")],
)
def test_a_client_that_is_not_known_stops_the_build(source: str) -> None:
    with pytest.raises(SystemExit, match=r"Reflex's utils/state.js has changed"):
        same_origin(source)


@pytest.mark.parametrize(
    "script", ["nothing of the kind", '"/_event"; ["localhost", "0:0:0:0:0:0:0:0"]']
)
def test_a_build_that_still_looks_up_hosts_is_refused(tmp_path: Path, script: str) -> None:
    (tmp_path / "root.js").write_text(script)
    with pytest.raises(SystemExit, match="still looks up a host"):
        SameOriginPlugin().post_build(static_dir=tmp_path)


def test_a_build_of_ours_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "root.js").write_text('new URL("/_event", window.location.origin)')
    SameOriginPlugin().post_build(static_dir=tmp_path)
