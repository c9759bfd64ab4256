"""Secrets that the server has to read again are sealed: a copy of the database opens nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    return _seals().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    return _seals().decrypt(sealed.encode()).decode()


def _seals() -> MultiFernet:
    """Made with the key of this installation; what was sealed with an older one still opens."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key):
    return base64.urlsafe_b64encode(hashlib.sha256(f"accounts.sealing:{key}".encode()).digest())
