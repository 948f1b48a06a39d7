"""Personal finance, self-hosted: private, multi-user, exact to the cent."""

__version__ = "0.1.0"

import gc

# Bulk work makes rows by the hundred thousand, none of which is part of a cycle. Looking for cycles
# after every 700 new objects, Python's default, costs it time for nothing.
gc.set_threshold(20_000, 10, 10)
