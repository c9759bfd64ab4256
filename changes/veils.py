"""What the log keeps of a person's name and address: that they changed, and not what they were.

In place of the text stands its HMAC under a secret of the row. Whoever holds the row can check
whether a line speaks of a certain name. Once the secret is gone nobody can, and no line of the log
was touched for it.
"""

import hashlib
import hmac
import secrets

BEGINS = "veiled:"


def new_secret() -> str:
    """A secret that nobody guesses."""
    return secrets.token_hex(32)


def veiled(text: str | None, secret: str) -> str | None:
    """A text as the log keeps it; an empty one hides nothing."""
    if not text:
        return text
    return BEGINS + hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
