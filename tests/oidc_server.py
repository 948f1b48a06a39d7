"""A small OpenID Connect provider on this machine: it knows one person and one app.

It speaks as OpenID Connect Core 1.0 and Discovery 1.0 say, or as wrongly as a test wants.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, override
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from joserfc.jws import JWSRegistry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLIENT, SECRET = "finance", "a secret of the client"
ACCESS_TOKEN = "opaque-and-nobody-elses"  # noqa: S105  of nobody
KEY = RSAKey.generate_key(2048, {"kid": "one"}, private=True)


def unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none"}, claims)
    return ".".join(
        [*(base64.urlsafe_b64encode(json.dumps(one).encode()).decode() for one in parts), ""]
    )


def by_a_shared_secret(claims: dict[str, Any]) -> str:
    """With what both know, or with what everybody knows, where only the provider's key counts."""
    public = KEY.as_pem(private=False)
    key = OctKey.import_key(public if claims["sub"] == "public" else SECRET)
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, key, algorithms=["HS256"])


def by_a_key_it_brings(claims: dict[str, Any]) -> str:
    own = RSAKey.generate_key(2048)
    header = {"alg": "RS256", "jwk": own.as_dict(private=False), "jku": "http://127.0.0.1:9/keys"}
    registry = JWSRegistry(strict_check_header=False)
    return jwt.encode(header, claims, own, registry=registry)


FORGERIES = (unsigned, by_a_shared_secret, by_a_key_it_brings)


@dataclass
class Provider:
    """What it says, and what it was asked.

    Args:
        person: claims about whoever signs in there.
        lies: claims that take the place of the right ones.
        key: that it signs with; the one it publishes stays the same.
        refuses: an error instead of a code.
        said: replaces parts of what it says about itself.
    """

    person: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: KEY)
    forge: Callable[[dict[str, Any]], str] | None = None
    given: str = ""
    refuses: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.said,
        }

    def let_in(self, query: dict[str, str]) -> str:
        """Return where somebody is led who signed in there."""
        if self.refuses:
            answer = {"error": self.refuses, "state": query["state"]}
        else:
            code = f"code-{len(self.codes)}"
            self.codes[code] = query
            answer = {"code": code, "state": query["state"]}
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict[str, str], proof: str) -> tuple[int, dict[str, Any]]:
        """Give a token for a code, once, to whoever began with it."""
        if proof != "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode():
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
            **self.lies,
        }
        if self.forge:
            signed = self.forge(claims)
        else:
            signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        self.given = signed
        return 200, {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: Provider

    def do_GET(self) -> None:
        found = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(found.query).items()}
        self.provider.asked.append(found.path)
        if found.path == "/authorize":
            self.answer(303, b"", Location=self.provider.let_in(query))
        elif found.path == "/keys":
            keys = KeySet([KEY]).as_dict(private=False)
            self.answer(200, json.dumps(keys).encode())
        else:
            self.answer(200, json.dumps(self.provider.about()).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.provider.asked.append(self.path)
        status, said = self.provider.token(form, self.headers.get("Authorization", ""))
        self.answer(status, json.dumps(said).encode())

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Provider]:
    """Run one until the block ends."""
    shared = Provider({"sub": "4711", "email": "new@example.org", "email_verified": True})
    handler = type("Handler", (_Handler,), {"provider": shared})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        shared.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield shared
        finally:
            server.shutdown()
