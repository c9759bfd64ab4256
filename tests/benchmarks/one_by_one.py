"""The same server, except that each message to a text is a transaction of its own."""

from config.asgi import application as application  # isort: skip

from api.live import clerk

clerk.MOST_AT_ONCE, clerk.LINGER, clerk.LONGEST_LINGER = 1, 0.0, 0.0
