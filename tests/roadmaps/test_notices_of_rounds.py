"""What an organisation is told of its rounds by mail: in one mail, by round, each place once."""

import pytest
from django.core import mail

from roadmaps import answering, notices
from roadmaps.models import Notice
from tests.rounds import Round

ROOT = "http://localhost:8000"


@pytest.fixture
def answered(asked_round):
    """The chamber said two things; one is noted, and because of the other one the map changed."""
    asked_round.open().invite()
    for text in ("Too few technicians are trained.", "We miss water."):
        asked_round.write(text=text)
    asked_round.reach_the_end()
    story, said = asked_round.story, {"text": "We have read it."}
    one, two = asked_round.submission.comments.all()
    story.write(story.steward, summary="In the north above all.")
    noted = {"disposition": "noted"} | said
    changed = {"disposition": "accepted", "changes": [story.now().revision]} | said
    made = [
        answering.answer(story.steward, asked_round.consultation, [each], **told)
        for each, told in ((one, noted), (two, changed))
    ]
    answering.give(story.steward, made)
    mail.outbox.clear()
    return asked_round


def of(asked: Round, person):
    (sent,) = [each for each in mail.outbox if each.to == [person.email]]
    return sent


def test_one_mail_groups_by_round_quotes_and_leads_to_each_place_once(answered):
    notices.send("at_once")
    sent, submission = of(answered, answered.drafter), answered.submission
    assert sent.subject == "3 things to know on Rumbo"
    place = f"{ROOT}/submissions/{submission.pk}"
    assert sent.body.splitlines() == [
        "Round one, for Chamber",
        "",
        "- Signer sent what Chamber says in “Round one”. The receipt is there.",
        "- In “Round one” this was answered: “Too few technicians are trained.”",
        "- Because of what Chamber said in “Round one” the map was changed: “We miss water.”",
        place,
        "",
        "--",
        "How you are told, and of what, is chosen on Rumbo under “My work”.",
    ]


def test_who_works_on_the_map_and_speaks_too_reads_of_both_apart(answered):
    steward = answered.story.steward
    notices.tell_step(answered.story.now(), "submit_for_approval", answered.story.approver)
    mine = Notice.objects.filter(person=steward)
    assert mine.exists()
    notices.send("daily")
    body = of(answered, steward).body
    assert body.startswith("Electromobility\n\n- ")
    assert "Round one, for" not in body


def test_SR_12_who_has_left_the_organisation_since_is_told_nothing_of_it(answered):
    answered.drafter.memberships.all().delete()
    notices.send("at_once")
    assert not [each for each in mail.outbox if each.to == [answered.drafter.email]]
    assert of(answered, answered.signer).body.count(f"{ROOT}/submissions/") == 1


def test_SR_06_a_rival_is_told_nothing(answered):
    notices.send("daily")
    notices.send("at_once")
    assert not [each for each in mail.outbox if each.to == [answered.competitor.email]]
