"""A device that holds passkeys, in software: what a browser and an authenticator do together."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, HELD = 0x01, 0x04, 0x40
SITE = "http://localhost:8000"


@dataclass
class Device:
    """One that holds one passkey.

    Args:
        count: how often it was used; stays 0 where a device does not count.
    """

    count: int = 0
    verifies: bool = True
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str, origin: str = SITE, **changed: str) -> str:
        """Answer a browser that is asked to make a passkey."""
        asked = json.loads(options)
        self.handle = raw(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: wide(numbers.x), -3: wide(numbers.y)}
        held = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id
        data = self._data(asked["rp"]["id"], HELD) + held + cbor2.dumps(public)
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = said("webauthn.create", asked["challenge"], origin, changed)
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(made)})

    def show(self, options: str, origin: str = SITE, site: str = "", **changed: str) -> str:
        """Answer a browser that is asked to show a passkey; it counts first where it counts."""
        asked = json.loads(options)
        self.count += 1 if self.count else 0
        data = self._data(site or asked["rpId"], 0)
        client = said("webauthn.get", asked["challenge"], origin, changed)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": text(client),
                "authenticatorData": text(data),
                "signature": text(signed),
                "userHandle": text(self.handle),
            }
        )

    def _data(self, site: str, more: int) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _answer(self, response: dict[str, str]) -> str:
        name = text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def said(kind: str, challenge: str, origin: str, changed: dict[str, str]) -> bytes:
    """Return what a browser signs along: what it was asked, and by which page."""
    client: dict[str, Any] = {"type": kind, "challenge": challenge, "origin": origin}
    return json.dumps(client | {"crossOrigin": False} | changed).encode()


def wide(number: int) -> bytes:
    return number.to_bytes(32, "big")


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def raw(data: str) -> bytes:
    return urlsafe_b64decode(data + "=" * (-len(data) % 4))
