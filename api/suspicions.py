"""Mistakes that no program makes that means well; they are noted for those who watch."""

from accounts import events

SEALED = ("?cursor", "?after")  # what we gave, and nobody else can make


def note(request, mistakes: list[dict[str, str]]) -> None:
    """Note these mistakes if one of them looks like an attempt."""
    if any(each["code"] == "malformed" for each in mistakes):
        events.note("hostile-input", request)
    elif any(each["pointer"] in SEALED and each["code"] == "invalid" for each in mistakes):
        events.note("forged-cursor", request)
