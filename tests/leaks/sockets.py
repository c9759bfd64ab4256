"""Open maps without a server between: what the product says to a socket is kept."""

import asyncio
import json

from django.conf import settings

from config.asgi import application

HERE = "testserver"
SOON = 20  # seconds within which everything has to be told


class Socket:
    """A page of somebody who has a map open, or is not let in."""

    def __init__(self, client, slug):
        self.address = f"/live/{slug}"
        self.heard: list[str] = []
        self.end: tuple[int, str] | None = None
        self._said: asyncio.Queue = asyncio.Queue()
        cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
        said = {"host": HERE, "origin": f"http://{HERE}"}
        if cookie:
            said["cookie"] = f"{settings.SESSION_COOKIE_NAME}={cookie.value}"
        self.headers = [(name.encode(), value.encode()) for name, value in said.items()]

    async def run(self):
        """From the knock to the end."""
        scope = {
            "type": "websocket", "scheme": "ws", "path": self.address, "query_string": b"",
            "headers": self.headers, "client": ("127.0.0.1", 1),
        }  # fmt: skip
        await self._said.put({"type": "websocket.connect"})
        await application(scope, self._said.get, self._hear)

    async def say(self, **message):
        await self._said.put({"type": "websocket.receive", "text": json.dumps(message)})

    async def leave(self):
        await self._said.put({"type": "websocket.disconnect"})

    async def until(self, word):
        """Wait until somebody is told this, or is shown out."""
        async with asyncio.timeout(SOON):
            while not (self.end or any(word in each for each in self.heard)):
                await asyncio.sleep(0.02)

    async def _hear(self, message):
        if message["type"] == "websocket.close":
            self.end = message["code"], message.get("reason", "")
        elif message["type"] == "websocket.send":
            self.heard.append(message["text"])
