"""The texts of a round on its pages: each with its words, which can be marked and spoken of."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from roadmaps import anchors, prose
from roadmaps.anchors import Anchor
from roadmaps.models import Comment
from roadmaps.narratives import mentions
from roadmaps.prose import quoting, telling

PLACE = ("start", "end")


def texts_of(document) -> list[dict[str, Any]]:
    """The texts that were frozen and say something, as the page shows them."""
    rows = [each for each in document.get("narratives", ()) if not each["is_withdrawn"]]
    told = [each | {"html": html_of(document, each)} for each in rows]
    return [each for each in told if each["html"]]


def html_of(document, row, to_places: bool = True) -> str:
    """A frozen text; what it mentions leads to its place on the same page, or nowhere."""
    tree = prose.document(row["document"])
    if not tree.text_content.strip():
        return ""
    things = {
        key: replace(thing, address=f"#{thing.code.partition('/')[0]}" if to_places else "")
        for key, thing in mentions.things(document, row["document"]).items()
    }
    return telling.as_html(tree, things, f"{row['id']}-")


def place_in_words(named: dict[str, str]) -> dict[str, Any]:
    """The text that an address names, with from where to where its words were marked."""
    words = [each for each in PLACE if each in named]
    if any(not _is_number(named[each]) for each in words):
        raise BadRequest(_("Name one thing to remark on."))
    return named | {each: int(named[each]) for each in words}


def _is_number(said) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 8


def words_at(document, where) -> str:
    """The words that were marked on the page; none where none were."""
    found = anchors.words_of(document, Anchor(**where)) if where.get("end") else None
    return found[2] if found else ""


def as_said(document, where, quote) -> dict[str, Any]:
    """The place, if these are still the words that were marked; others are looked up anew."""
    if quoting.plain(quote or "") == quoting.plain(words_at(document, where)):
        return where
    return {name: value for name, value in where.items() if name not in PLACE}


def comments_in(actor, narrative) -> list[dict[str, Any]]:
    """What was sent in rounds that are not answered yet about words that are still in a text."""
    seen = Comment.objects.visible_to(actor).sent().filter(passage__narrative=narrative.pk)
    rows = seen.filter(moved_to=None, submission__consultation__answered_at=None)
    near = ("passage__narrative", "submission__organisation")
    return [
        {"id": str(row.pk), "start": place[0], "end": place[1], "quote": row.quote,
         "said": row.text, "by": f"{row.submission.organisation.name} · {row.code}",
         "address": f"{reverse('submission', args=[row.submission_id])}#comment-{row.number}"}
        for row in rows.select_related(*near)
        if (place := row.passage.now)
    ]  # fmt: skip
