"""Do the running texts in the database, and in each edition, say what their files say?"""

import json
from collections.abc import Iterator
from typing import Any

from demo.narratives import Part, whole
from roadmaps import narratives, prose
from roadmaps.models import Edition, Narrative
from roadmaps.narratives import mentions
from roadmaps.prose import marking


def differences(record: dict[str, Any]) -> Iterator[str]:
    """One sentence for each difference of one text; nothing where all is the same."""
    subject = record["element"] or record["kind"]
    where = f"{record['map']}, {subject} ({record['language']})"
    row = _row(record)
    if row is None:
        yield f"Text {where} is missing in the database."
        return
    editions = [json.loads(bytes(each.content)) for each in _editions(row)]
    for told in editions:
        text = next((each for each in told["narratives"] if each["id"] == str(row.pk)), None)
        if text is None or text["document"] != _said(record, told):
            yield f"{where}: edition {told['edition']['number']} says something else."
    now = narratives.text_of(row).document.to_json()
    if not editions or now != _said(record, editions[0]):
        yield f"{where}: the text differs from that of the file."
    if (kept := _writers(row)) != (said := {part["writer"] for part in record["parts"]}):
        yield f"{where}: written by {sorted(kept)}, but the file says {sorted(said)}."


def _row(record) -> Narrative | None:
    texts = Narrative.objects.standing().filter(roadmap__slug=record["map"], kind=record["kind"])
    return texts.filter(element__code=record["element"], language=record["language"]).first()


def _editions(row):
    return Edition.objects.filter(roadmap=row.roadmap).order_by("published_at")


def _said(record, told) -> Any:
    """What the file says, with the things that it mentions as they are called in a document."""
    parts = [Part(**part) for part in record["parts"]]
    tree = marking.parse(whole(parts), mentions.keys(told))
    return prose.document(tree).to_json()


def _writers(row) -> set[str]:
    emails = row.steps.values_list("author__email", flat=True)
    return {email.partition("@")[0] for email in emails}
