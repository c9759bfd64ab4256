"""What the server runs: pages and the API over HTTP, open maps over sockets."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
over_http = get_asgi_application()

from api import live  # noqa: E402  the models can be read only after the line above


async def application(scope, receive, send):
    handle = live.application if scope["type"] == "websocket" else over_http
    await handle(scope, receive, send)
