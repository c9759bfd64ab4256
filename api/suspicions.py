"""Mistakes that no program makes that means well; they are noted for those who watch."""

from accounts import events

KINDS = {  # pointer and code of a mistake: the event
    ("", "malformed"): "hostile-input",
    ("?cursor", "invalid"): "forged-cursor",
    ("?after", "invalid"): "forged-cursor",
}


def note(request, mistakes: list[dict[str, str]]) -> None:
    """Note the first one of these mistakes that looks like an attempt."""
    found = (KINDS.get((each["pointer"], each["code"])) for each in mistakes)
    if kind := next(filter(None, found), None):
        events.note(kind, request)
