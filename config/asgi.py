"""What the server runs: pages and API by Django, and the sockets of open pages."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_asgi_application()

from api import live  # noqa: E402  (Django has to be set up before its models are read)


async def application(scope, receive, send):
    if scope["type"] == "websocket":
        await live.application(scope, receive, send)
    else:
        await pages(scope, receive, send)
