"""Random changes under open proposals: none is lost, and what is accepted is what was proposed."""

import json
import re

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps import document, proposals
from roadmaps.diff.contents import contents
from roadmaps.models import Proposal, Roadmap
from roadmaps.proposals import Outdated, Stand
from roadmaps.roadmap import Refused
from tests.roadmaps.test_applying import standing
from tests.roadmaps.writers import Writers

BOUNDED = settings(max_examples=10, deadline=None, derandomize=True, database=None)
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
UNANSWERED = (Refused, Outdated, ValidationError)


def propose(partner, roadmap, seed, acts, registers):
    """What somebody at random would do, proposed; and the map as it would be."""
    seen = {}

    def act(person):
        own = Roadmap.objects.get(pk=roadmap.pk)
        writers = Writers(seed, (person,), own, registers)
        for _number in range(acts):
            writers.act()
        seen["after"] = document.build(own, person)

    try:
        made = proposals.propose(partner, roadmap, act, "Chance.")
    except Refused:  # they reported on progress, or did nothing at all
        return None, {}
    return made, seen["after"]


def compared(told, known):
    """A document in which what is new has no number, because each time it gets another one."""
    text = json.dumps(standing(told), sort_keys=True)
    text = KEY.sub(lambda found: found[0] if found[0] in known else "new", text)
    whole = json.loads(text)
    whole["links"] = sorted(whole["links"], key=json.dumps)  # those of one day stand by number
    relations = {json.dumps(each): each for each in whole["roadmap"]["relations"]}  # no twins
    whole["roadmap"]["relations"] = [relations[each] for each in sorted(relations)]
    return whole


def test_what_is_accepted_is_what_was_proposed(partner, steward, editor, roadmap, registers):
    made_any = []

    @BOUNDED
    @given(seed=st.integers(0, 10_000), before=st.integers(0, 15), acts=st.integers(1, 8))
    def try_one(seed, before, acts):
        with transaction.atomic():
            writers = Writers(seed, (steward, editor), roadmap, registers)
            for _number in range(before):
                writers.act()
            old = document.build(roadmap, partner)
            known = {found[0] for found in KEY.finditer(json.dumps(old))}
            made, wanted = propose(partner, roadmap, seed + 1, acts, registers)
            assert document.build(roadmap, partner) == old
            if made is not None:
                made_any.append(made)
                proposals.accept(editor, made)
                told = document.build(roadmap, partner)
                assert compared(told, known) == compared(wanted, known)
            transaction.set_rollback(True)
        roadmap.refresh_from_db()

    try_one()
    assert len(made_any) >= 5  # otherwise nothing was tried


def test_no_proposal_is_lost_whatever_others_write(partner, steward, editor, roadmap, registers):
    outcomes = []

    @BOUNDED
    @given(seed=st.integers(0, 10_000), acts=st.integers(1, 6), later=st.integers(0, 25))
    def try_one(seed, acts, later):
        with transaction.atomic():
            made, _wanted = propose(partner, roadmap, seed, acts, registers)
            if made is not None:
                edits = made.edits
                writers = Writers(seed + 1, (steward, editor), roadmap, registers)
                for _number in range(later):
                    writers.act()
                outcomes.append(_answered(editor, roadmap, made))
                found = Proposal.objects.get(pk=made.pk)
                assert found.edits == edits
                assert all(each.sentence for each in found.told)
            transaction.set_rollback(True)
        roadmap.refresh_from_db()

    try_one()
    assert {True, False} == set(outcomes)  # some clash, some do not


def _answered(editor, roadmap, made):
    """Accept it: then the map says so; where that cannot be, the map stays as it was."""
    before = document.build(roadmap, editor)
    stands = proposals.look_at(editor, made)
    try:
        with transaction.atomic():
            proposals.accept(editor, made)
    except UNANSWERED:
        assert document.build(roadmap, editor) == before
        assert Proposal.objects.get(pk=made.pk).is_open
        return False
    assert {each.stand for each in stands} <= {Stand.FITS, Stand.DONE}
    now = document.build(roadmap, editor)
    things = {each["code"]: each for each in now["elements"]}
    for edit in made.all_edits:
        is_field = (edit.verb, edit.subject, edit.language) == ("edited", "element", "")
        if is_field and edit.key in things:
            assert contents("element", things[edit.key])[edit.field] == edit.after
    return True
