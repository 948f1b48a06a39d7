"""Print what changes in a book: `FINANCE_WEBHOOK_SECRET=whsec_… python receiver.py 8123`.

It listens on this machine; put it behind a reverse proxy with TLS, or have the server's operator
name it in FINANCE_WEBHOOK_HOSTS. It needs nothing but Python.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 1_000_000  # bytes
TOLERANCE = 300  # seconds: what is older may be somebody who sends again what they overheard


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Say whether a delivery is signed with the secret, as Standard Webhooks says, and fresh."""
    name, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not moment.isdecimal() or abs(time.time() - int(moment)) > TOLERANCE:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{name}.{moment}.".encode() + body, hashlib.sha256).digest()
    wanted = f"v1,{base64.b64encode(signed).decode()}"
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given)


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 to what is genuine, 401 to everything else."""

    timeout = 10  # seconds for a request
    seen: ClassVar = deque[str](maxlen=10_000)  # of all requests: a delivery may come twice

    def do_POST(self) -> None:
        """Take a delivery."""
        length = self.headers.get("Content-Length") or ""
        body = self.rfile.read(min(int(length), LARGEST) if length.isdecimal() else 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        genuine = is_genuine(os.environ["FINANCE_WEBHOOK_SECRET"], headers, body)
        self.send_response(204 if genuine else 401)
        self.end_headers()
        if genuine and headers["webhook-id"] not in self.seen:
            self.seen.append(headers["webhook-id"])
            told = json.loads(body)
            print(f"{told['type']}: {told['data']['summary']}", flush=True)


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
