"""What an administrator is asked before they do what cannot be taken back, or hand power over."""

from __future__ import annotations

from dataclasses import dataclass

from finance_app.domain.audit import What

TEXTS = {
    What.DISABLE: "They are signed out everywhere and cannot sign in until you enable them.",
    What.MAKE_ADMIN: "They can do here whatever you can, to you as well.",
    What.RESET_FACTORS: "App, passkeys and backup codes are gone for good, and they are signed "
    "out everywhere; their password alone lets them in until they set them up again. Be sure that "
    "it is they who ask.",
}
TITLES = {
    What.DISABLE: ("Disable {}?", "Disable"),
    What.MAKE_ADMIN: ("Make {} an administrator?", "Make administrator"),
    What.RESET_FACTORS: ("Reset the second factors of {}?", "Reset"),
}


@dataclass(frozen=True)
class AskedText:
    """What is asked about, in a dialog; nothing while nothing is."""

    what: str = ""
    key: str = ""
    title: str = ""
    text: str = ""
    verb: str = ""


def asked(what: What, key: str, email: str) -> AskedText:
    """Ask whether that is meant."""
    title, verb = TITLES[what]
    return AskedText(what, key, title.format(email), TEXTS[what], verb)
