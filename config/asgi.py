"""What the server runs: pages and the API over HTTP, open maps over sockets."""

import gc
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_asgi_application()

# The models can be read only after the line above.
from django.urls import get_resolver  # noqa: E402

from api import live  # noqa: E402
from api.waiting import waiting  # noqa: E402
from config.bodies import bounded  # noqa: E402

# What is loaded for good is loaded now, and is no longer looked through for what could be thrown
# away: that took an eighth of a second each time, in which nobody was answered.
_pages = get_resolver().url_patterns
gc.collect()
gc.freeze()
# And what comes and goes with each letter is looked through less often.
gc.set_threshold(20_000, 20, 50)

over_http = bounded(waiting(django))


async def application(scope, receive, send):
    handle = live.application if scope["type"] == "websocket" else over_http
    await handle(scope, receive, send)
