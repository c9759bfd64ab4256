"""Several processes test at once, each on a database server of its own.

The log orders by transactions of the whole server: on a shared one, somebody else's transaction
would hold back the feed that is being tested. This is read before the settings are.
"""

import gc
import os
from pathlib import Path

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["RUMBO_DATA"] = str(Path(os.environ.get("RUMBO_DATA", ".data")) / worker)


def pytest_collection_finish(session):
    """What is loaded by now stays; to search all of it for rubbish again and again is slow."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
