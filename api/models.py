"""Every model of this app."""

from api.idempotency import Answer as Answer
