"""Clearance: asked of an organisation, given for one text, passed over, and asked anew."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import people
from accounts.rules import Refused
from changes.models import Change
from roadmaps import map_roles, milestones, obstacles, signoffs
from roadmaps.models import Notice, Roadmap, Signoff
from roadmaps.signoffs import Purpose
from roadmaps.stages import Stage
from tests import factories
from tests.roadmaps.test_rules import cast  # noqa: F401
from tests.threads import at_once

ON_ITS_WAY = {
    Stage.DRAFT, Stage.REVIEW, Stage.CONSULTATION, Stage.REVISION, Stage.APPROVAL,
}  # fmt: skip
NOT = sorted(set(Stage) - ON_ITS_WAY)


@pytest.fixture
def asked(story):
    return story.ask(story.steward, Purpose.PUBLICATION)


def afresh(signoff):
    return Signoff.objects.get(pk=signoff.pk)


def at(story, stage):
    """The map at a stage, however it came there."""
    Roadmap.objects.filter(pk=story.roadmap.pk).update(stage=stage)


def missing(story):
    found = obstacles.standing(story.now(), "publish", story.approver)
    return [each.sentence for each in found if each.code == "signoff_missing"]


def verbs(story, *wanted):
    lines = Change.objects.within(story.roadmap).filter(verb__in=wanted).order_by("revision")
    return list(lines.values_list("verb", flat=True))


# Asking.


@pytest.mark.parametrize("kind", ["finance", "legal", "minister"])
def test_an_organisation_of_the_map_is_asked_once_for_each_kind(story, kind):
    first = signoffs.ask(
        story.approver, story.now(), Purpose.PUBLICATION, kind, story.treasury
    )  # fmt: skip
    assert (first.decision, first.sha256, first.decided_at) == ("awaited", "", None)
    with pytest.raises(ValidationError, match="was asked for that already"):
        signoffs.ask(story.steward, story.now(), Purpose.PUBLICATION, kind, story.treasury)
    assert verbs(story, "signoff_asked") == ["signoff_asked"]


def test_the_same_is_asked_before_each_of_the_two_steps(story):
    for purpose in Purpose:
        story.ask(story.steward, purpose)
    assert story.now().signoffs.count() == 2


def test_who_could_not_read_the_text_is_not_asked(story, registrar):
    outside = factories.organisation(registrar, name="Central Bank")
    with pytest.raises(Refused, match="Central Bank has no role on this map"):
        signoffs.ask(story.steward, story.now(), Purpose.PUBLICATION, "finance", outside)


def test_an_organisation_whose_role_is_over_is_not_asked(story, clock):
    held = story.roadmap.roles.get(organisation=story.treasury)
    map_roles.edit(story.steward, held, story.now().revision, until="2026-05-31")
    clock("2026-06-01T12:00")
    with pytest.raises(Refused, match="has no role on this map"):
        story.ask(story.steward, Purpose.PUBLICATION)


@pytest.mark.parametrize(("purpose", "kind"), [("holiday", "finance"), ("publication", "weather")])
def test_nothing_is_asked_that_is_no_clearance(story, purpose, kind):
    with pytest.raises(ValidationError):
        signoffs.ask(story.steward, story.now(), purpose, kind, story.treasury)
    assert not Notice.objects.exists()


def test_SR_11_stewards_and_approvers_ask_and_drop_and_nobody_else(cast, story):  # noqa: F811
    asked = story.ask(story.steward, Purpose.CONSULTATION)
    for name in cast.keys() - {"steward", "approver"}:
        with pytest.raises(PermissionDenied):
            story.ask(cast[name], Purpose.PUBLICATION)
        with pytest.raises(PermissionDenied):
            signoffs.drop(cast[name], asked)
    assert [each.pk for each in story.now().signoffs.all()] == [asked.pk]


@pytest.mark.parametrize("stage", NOT)
def test_SR_11_nothing_is_asked_dropped_overruled_or_signed_once_it_is_out(story, asked, stage):
    at(story, stage)
    with pytest.raises(PermissionDenied):
        story.ask(story.approver, Purpose.CONSULTATION)
    with pytest.raises(PermissionDenied):
        signoffs.drop(story.approver, asked)
    with pytest.raises(PermissionDenied):
        signoffs.overrule(story.approver, asked, "Because.")
    with pytest.raises(Refused, match="not on its way"):
        story.sign(asked)
    assert afresh(asked).decision == "awaited"


@pytest.mark.parametrize("stage", sorted(ON_ITS_WAY))
def test_as_long_as_it_is_on_its_way_it_is_asked_and_signed(story, stage):
    at(story, stage)
    assert story.sign(story.ask(story.approver, Purpose.PUBLICATION)).decision == "cleared"


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_two_who_ask_for_the_same_at_once_one_asks(story):
    acts = [lambda: story.ask(story.steward, Purpose.PUBLICATION) for _person in range(2)]
    done = at_once(*acts).outcomes()
    assert sorted(isinstance(each, ValidationError) for each in done) == [False, True]
    assert story.now().signoffs.count() == 1


# Signing.


@pytest.mark.parametrize("decision", ["cleared", "cleared_with_note", "objected"])
def test_what_is_signed_is_one_text(story, asked, decision):
    revision = story.now().revision
    signed = story.sign(asked, decision, " On page two. ")
    assert (signed.decision, signed.note) == (decision, "On page two.")
    assert (signed.sha256, signed.map_revision) == (story.read(), revision)
    assert signed.decided_at is not None
    assert missing(story) == (
        ["Treasury objects: Finance."] if decision == "objected" else []
    )  # fmt: skip


@pytest.mark.parametrize("decision", ["cleared_with_note", "objected"])
def test_remarks_and_objections_are_said(story, asked, decision):
    with pytest.raises(Refused, match="Say what you remark or object to"):
        story.sign(asked, decision, "  ")
    assert afresh(asked).decision == "awaited"


@pytest.mark.parametrize("decision", ["awaited", "", "perhaps"])
def test_an_answer_is_one_of_three(story, asked, decision):
    with pytest.raises(Refused, match="cleared or objected"):
        story.sign(asked, decision, "Hm.")


def test_a_text_that_has_changed_since_it_was_read_is_not_signed(story, asked):
    read = story.read()
    story.write(story.editor, summary="Too few, and too late.")
    for stale in (read, "", "0" * 64):
        with pytest.raises(Refused, match="changed since you read it"):
            signoffs.sign(story.official, asked, "cleared", stale)
    assert verbs(story, "signed") == []
    assert missing(story) == ["Treasury has not answered yet: Finance."]


def test_what_was_cleared_is_stale_once_a_word_is_changed_and_is_cleared_anew(story, asked):
    story.sign(asked)
    assert missing(story) == []
    story.write(story.editor, summary="Too few, and too late.")
    assert afresh(asked).is_stale(story.read())
    assert missing(story) == ["What Treasury cleared has been changed since: Finance."]
    story.sign(asked)
    assert missing(story) == []
    assert verbs(story, "signed") == ["signed", "signed"]


def test_what_only_the_government_reads_makes_no_clearance_stale(story, asked):
    story.write(story.editor, visibility="internal")
    story.sign(asked)
    story.write(story.steward, summary="For the government only.")
    assert missing(story) == []


def test_how_things_get_on_makes_no_clearance_stale(story, asked, initiative):
    step = milestones.plan(story.editor, initiative, "First course", planned="2027")
    story.sign(asked)
    said = {"status": "in_delivery", "confidence": "green", "narrative": "It goes well."}
    milestones.report(story.editor, initiative, as_of="2026-05-01", **said)
    milestones.edit(story.editor, step, story.now().revision, forecast="2027-06")
    assert missing(story) == []
    milestones.edit(story.editor, step, story.now().revision, planned="2029")
    assert missing(story) == ["What Treasury cleared has been changed since: Finance."]


def test_who_cleared_may_object_after_all_and_the_other_way_round(story, asked):
    story.sign(asked)
    story.sign(asked, "objected", "The budget is not there.")
    assert missing(story) == ["Treasury objects: Finance."]
    story.sign(asked)
    assert afresh(asked).note == ""
    assert missing(story) == []


def test_SR_11_only_who_may_speak_for_it_signs(cast, story, asked, registrar):  # noqa: F811
    clerk = factories.person(registrar, name="Clerk")
    people.join(registrar, clerk, story.treasury)
    sha256 = story.read()
    for actor in (*cast.values(), clerk):
        with pytest.raises(PermissionDenied):
            signoffs.sign(actor, asked, "cleared", sha256)
    assert afresh(asked).decision == "awaited"


def test_who_may_no_longer_sign_in_signs_nothing(story, asked):
    sha256 = story.read()
    people.keep_out(story.official)
    with pytest.raises(PermissionDenied):
        signoffs.sign(story.official, asked, "cleared", sha256)


def test_who_lost_the_role_signs_nothing_and_is_still_awaited(story, asked):
    sha256 = story.read()
    map_roles.revoke(story.steward, story.roadmap.roles.get(organisation=story.treasury))
    with pytest.raises(PermissionDenied):
        signoffs.sign(story.official, asked, "cleared", sha256)
    assert missing(story) == ["Treasury has not answered yet: Finance."]
    signoffs.drop(story.steward, asked)
    assert missing(story) == []


def test_what_was_cleared_by_who_then_lost_the_role_is_cleared(story, asked):
    story.sign(asked)
    map_roles.revoke(story.steward, story.roadmap.roles.get(organisation=story.treasury))
    assert missing(story) == []


@pytest.mark.django_db(transaction=True)
def test_SR_44_what_is_signed_while_somebody_writes_is_the_text_that_was_read(story, asked):
    read = story.read()
    write, sign = at_once(
        lambda: story.write(story.editor, summary="At the same moment."),
        lambda: signoffs.sign(story.official, asked, "cleared", read),
    ).outcomes()
    assert write is None
    if isinstance(sign, Refused):
        assert afresh(asked).decision == "awaited"
    else:
        assert sign.sha256 == read
    assert len(missing(story)) == 1
