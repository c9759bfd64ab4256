"""The number of the request that is being answered: the log, events and problems name it."""

import uuid
from contextvars import ContextVar

request_id: ContextVar[uuid.UUID | None] = ContextVar("request_id", default=None)
