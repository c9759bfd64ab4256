"""Random writing under an open proposal: it is at its words or it is nowhere."""

from collections import Counter
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps import narratives, proposals
from roadmaps.models import Narrative, Proposal
from roadmaps.narratives import Message, sections
from roadmaps.proposals import Outdated, Stand
from roadmaps.roadmap import Refused
from tests.roadmaps.prose.documents import Author

BOUNDED = settings(max_examples=30, deadline=None, derandomize=True, database=None)


def test_whatever_others_write_it_changes_what_it_showed_and_nothing_else(
    steward, editor, partner, roadmap
):
    vision = sections.add(steward, roadmap, "vision")
    seen = Counter()

    @BOUNDED
    @given(seed=st.integers(0, 100_000), turns=st.integers(0, 4))
    def try_one(seed, turns):
        with transaction.atomic():
            made = _proposed(steward, partner, vision, seed)
            if made is not None:
                _write(editor, vision, Author(seed + 1), turns)
                seen[_answered(editor, vision, made)] += 1
            transaction.set_rollback(True)
        roadmap.refresh_from_db()

    try_one()
    assert {Stand.FITS, Stand.CLASHES, Stand.GONE} <= seen.keys(), seen


def _fresh(vision):
    return Narrative.objects.select_related("roadmap", "element").get(pk=vision.pk)


def _proposed(steward, partner, vision, seed):
    author = Author(seed)
    author.fresh += 5000
    begun = author.document()
    narratives.put(steward, _fresh(vision), 0, begun.to_json(), str(uuid4()), 0)
    it = _fresh(vision)
    steps = [each.to_json() for each in author.steps(narratives.text_of(it).document).steps]
    try:
        return proposals.propose_text(partner, it, it.version, "Chance.", steps=steps)
    except (Refused, ValidationError):  # nothing was changed by it, or a pair was cut in two
        return None


def _write(editor, vision, author, turns):
    for number in range(turns):
        it = _fresh(vision)
        made = author.steps(narratives.text_of(it).document).steps
        if made:
            steps = [each.to_json() for each in made]
            narratives.write(editor, it, Message(it.version, steps, str(uuid4()), number))


def _answered(editor, vision, made):
    """How it stood; where it fitted it is taken up, and otherwise the text stays as it is."""
    before = narratives.text_of(_fresh(vision)).document
    (found,) = proposals.look_at(editor, made)
    (edit,) = made.all_edits
    try:
        with transaction.atomic():
            proposals.accept(editor, made)
    except Outdated:
        assert found.stand in (Stand.CLASHES, Stand.GONE)
        assert narratives.text_of(_fresh(vision)).document.eq(before)
        assert Proposal.objects.get(pk=made.pk).is_open
        return found.stand
    after = narratives.text_of(_fresh(vision)).document
    if found.stand == Stand.DONE:
        assert after.eq(before)
        return found.stand
    assert found.stand == Stand.FITS
    _require_what_was_proposed(vision, edit, before, after)
    return found.stand


def _require_what_was_proposed(vision, edit, before, after):
    """Each step takes out and puts in what it did in the text that its author saw."""
    then = narratives.text_of(_fresh(vision), edit.before["version"]).document
    shown = [
        (then.slice(told["from"], told["to"]).to_json(), told.get("slice"))
        for told in edit.after["steps"]
    ]
    row = _fresh(vision).steps.order_by("-version").first()
    doc = before
    for told in row.steps:
        assert (doc.slice(told["from"], told["to"]).to_json(), told.get("slice")) in shown
        (step,) = narratives.suggested.steps_of([told])
        doc = step.apply(doc).doc
    assert doc.eq(after)
