"""The database for sockets: a few threads of their own, which hold a connection only at work."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection

THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")


async def in_database(work, *arguments) -> Any:
    """Do some work that asks the database, while the loop goes on."""
    ask = sync_to_async(_and_let_go, thread_sensitive=False, executor=THREADS)
    return await ask(work, *arguments)


def _and_let_go(work, *arguments):
    try:
        return work(*arguments)
    finally:
        connection.close()  # back into the pool
