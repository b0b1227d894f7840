"""Benchmarks: our figure, the bare query's beside it, and the ratio, in one run.

./run bench lists · ./run bench availability · ./run bench bookings

They never meet an operator's data: each makes a database of its own, on an embedded server of
the benches or on the server that DATABASE_URL names, and drops it at the end (``--keep`` keeps
it for the next run). docs/benchmarks.md holds the figures.
"""

import os

from steadwork.config import environment

HOME = environment.default_home() / "bench"
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "steadwork.config.settings",
    "SECRET_KEY": "for benchmarks alone, and long enough for it",
    "DATA_DIR": str(HOME),
    "ALLOWED_HOSTS": "testserver,localhost",
    "STATEMENT_TIMEOUT": "0",
    "LOCK_TIMEOUT": os.environ.get("LOCK_TIMEOUT", "5"),
    "DEBUG": "no",
    "LOG_JSON": "no",
}
