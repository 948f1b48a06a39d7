"""A process that sends mail until it is killed, on a clock that runs faster than others.

    python -m tests.services.mail_sender BEGUN SPEED

It was `tests.conftest.NOW` when it was BEGUN, in seconds since 1970.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

from finance_app.services import mail
from tests.conftest import NOW


def main() -> None:
    """Send what is due, again and again."""
    begun, speed = float(sys.argv[1]), float(sys.argv[2])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        mail.deliver(NOW + timedelta(seconds=(time.time() - begun) * speed))
        time.sleep(0.01)


main()
