"""Addresses in mails: links lead to the configured public URL alone, and mail comes from there."""

from __future__ import annotations

from urllib.parse import urlsplit

from finance_app.config import settings


def address(path: str) -> str:
    """Return the address of a page for a mail: of the configured public URL, nothing else."""
    return f"{_public_url()}{path}"


def host() -> str:
    """Return what people know this server by."""
    return urlsplit(_public_url()).netloc


def sender() -> str:
    """Return the address that mail comes from."""
    return settings().mail_from or f"finance@{urlsplit(_public_url()).hostname or 'localhost'}"


def public_url() -> str:
    """Return the address that the settings give this server; nothing where they give none."""
    return settings().public_url.rstrip("/")


def _public_url() -> str:
    return public_url() or f"http://localhost:{settings().port}"
