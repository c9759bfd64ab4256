"""The two languages of the product, and how numbers are written in each."""

from django.utils.translation import get_language

LOCALES = {"en": "en", "es": "es_MX"}
REFERENCE = "en"


def active() -> str:
    """The language in which the reader is being answered."""
    language = (get_language() or REFERENCE).split("-")[0]
    return language if language in LOCALES else REFERENCE
