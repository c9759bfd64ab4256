"""Several processes test at once, each on a database server of its own.

The log orders by transactions of the whole server: on a shared one, somebody else's transaction
would hold back the feed that is being tested. This is read before the settings are.
"""

import os
from pathlib import Path

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["RUMBO_DATA"] = str(Path(os.environ.get("RUMBO_DATA", ".data")) / worker)
