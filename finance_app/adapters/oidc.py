"""Signing in by way of an OpenID Connect provider: what is asked of it, and what it says.

OpenID Connect Core 1.0 and Discovery 1.0, the code flow with PKCE (RFC 7636). What it says about
somebody counts only where its own key signed it, for this app, for this very attempt.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from finance_app.adapters import outbound
from finance_app.adapters.outbound import Address
from finance_app.domain.identities import Identity
from finance_app.errors import OutboundError

if TYPE_CHECKING:
    from finance_app.adapters.outbound import Response
    from finance_app.domain.identities import Attempt

SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # with a provider's own key; none with a secret
KNOWN = 600  # seconds that what a provider says about itself is not asked again
LEEWAY = 60  # seconds that its clock may be off
LONGEST = 255  # characters of a subject (Core 1.0, section 2)
BAD_REQUEST, UNAUTHORISED = 400, 401


@dataclass(frozen=True, slots=True)
class Client:
    """This app as the provider knows it.

    Args:
        title: what the provider is called in sentences.
        issuer: its address, that it signs with.
        redirect: where it leads back to.
    """

    title: str
    issuer: str
    id: str
    secret: str
    redirect: str


@dataclass(frozen=True, slots=True)
class _Provider:
    authorization: str
    token: str
    keys: str
    method: str


def way_there(client: Client, attempt: Attempt) -> str:
    """Return the address at which the provider asks who it is.

    Raises:
        OutboundError: the provider cannot be asked, or does not say what is needed.
    """
    asking = OAuth2Client(
        None,
        client_id=client.id,
        scope=SCOPE,
        redirect_uri=client.redirect,
        code_challenge_method="S256",
    )
    url, _ = asking.create_authorization_url(
        _provider(client).authorization,
        state=attempt.state,
        code_verifier=attempt.verifier,
        nonce=attempt.nonce,
    )
    return str(url)


def identity(client: Client, attempt: Attempt, code: str) -> Identity:
    """Return who came back with a code.

    Raises:
        OutboundError: the provider cannot be asked, refuses the code, or what it says about
            them does not hold.
    """
    provider = _provider(client)
    given = _token(client, provider, attempt, code)
    try:
        claims = _claims(client, provider, attempt, given)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _refused(client, "said who you are in a way that cannot be trusted") from error
    subject, email = claims["sub"], claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
        raise _refused(client, "did not say who you are")
    is_theirs = claims.get("email_verified") is True and isinstance(email, str)
    return Identity(client.issuer, subject, str(email) if is_theirs else "")


def _claims(
    client: Client, provider: _Provider, attempt: Attempt, given: dict[str, Any]
) -> dict[str, Any]:
    """Return what an ID token says, once it is found to be the provider's and for this attempt."""
    published: Any = _read(client, _get(client, provider.keys))
    keys = KeySet.import_key_set(published)
    told = jwt.decode(str(given.get("id_token", "")), keys, algorithms=ALGORITHMS)
    claims = CodeIDToken(
        told.claims,
        told.header,
        {
            "iss": {"essential": True, "value": client.issuer},
            "aud": {"essential": True, "value": client.id},
        },
        {
            "nonce": attempt.nonce,
            "client_id": client.id,
            "access_token": given.get("access_token"),
        },
    )
    claims.validate(int(time.time()), LEEWAY)
    return dict(told.claims)


def _token(client: Client, provider: _Provider, attempt: Attempt, code: str) -> dict[str, Any]:
    form = urlencode(
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect,
            "code_verifier": attempt.verifier,
        }
    )
    proof = ClientAuth(client.id, client.secret, provider.method)
    headers: dict[str, str] = {"Accept": "application/json"}
    _, headers, form = proof.prepare("POST", provider.token, headers, form)
    answer = outbound.post(
        _place(client, provider.token), form, headers, fine=(BAD_REQUEST, UNAUTHORISED)
    )
    if answer.status == BAD_REQUEST:
        raise _refused(client, "did not accept this attempt; try again")
    if answer.status == UNAUTHORISED:
        raise _refused(client, "does not know this server; its administrator should look")
    return _read(client, answer)


def _provider(client: Client) -> _Provider:
    """Return what a provider says about itself, asked again after a while."""
    return _discovered(client, int(time.monotonic()) // KNOWN)


@lru_cache(maxsize=4)
def _discovered(client: Client, _asked: int) -> _Provider:
    url = f"{client.issuer.rstrip('/')}/.well-known/openid-configuration"
    said = _read(client, _get(client, url))
    if said.get("issuer") != client.issuer:
        raise _refused(client, "calls itself by another address than FINANCE_OIDC_ISSUER")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    there, token, keys = (str(said.get(name, "")) for name in names)
    if not all(_is_place(client, place) for place in (there, token, keys)):
        raise _refused(client, "does not say where it can be asked")
    return _Provider(there, token, keys, _method(client, said))


def _is_place(client: Client, url: str) -> bool:
    """Whether an address can be asked: over TLS, or as the issuer can."""
    try:
        found = urlsplit(url)
        return bool(found.hostname) and found.scheme in ("https", urlsplit(client.issuer).scheme)
    except ValueError:
        return False


def _method(client: Client, said: dict[str, Any]) -> str:
    """Return how this app shows that it is itself."""
    if not client.secret:
        return "none"
    known = said.get("token_endpoint_auth_methods_supported")
    basic = not isinstance(known, list) or "client_secret_basic" in known
    return "client_secret_basic" if basic else "client_secret_post"


def _get(client: Client, url: str) -> Response:
    return outbound.get(_place(client, url), "")


def _place(client: Client, url: str) -> Address:
    """Return an address of the provider: at the host that was named, or out in the internet."""
    is_named = urlsplit(url).hostname == urlsplit(client.issuer).hostname
    return Address(client.title, url, is_named=is_named, is_told=not is_named, whole=15.0)


def _read(client: Client, answer: Response) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise _refused(client, "answered with something that is no JSON") from error
    if not isinstance(found, dict):
        raise _refused(client, "answered with JSON that says nothing")
    return found


def _refused(client: Client, what: str) -> OutboundError:
    return OutboundError(f"{client.title} {what}.")


def forget() -> None:
    """Ask providers about themselves again with the next attempt."""
    _discovered.cache_clear()
