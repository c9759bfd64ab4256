"""The association desk: members are taken up or left; nobody else learns of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.onlookers import Onlooker
from accounts.rules import Refused
from changes.models import Change
from roadmaps import answering, comments, consulted, receipts, remarks
from roadmaps import desk as desks
from roadmaps.models import Comment, Consulted, Edition, Remark, Submission
from tests.threads import at_once


@pytest.fixture
def asked(desk):
    return desk.reach_asked()


def take_up(asked, *rows, **fields):
    return desks.take_up(asked.round.drafter, asked.round.submission, rows, **fields)


def test_one_remark_is_taken_up_as_it_stands(asked):
    remark = asked.say(type="factual", field="title", quote="technicians", proposed="Welders")
    made = take_up(asked, remark)
    names = ("element_id", "field", "quote", "type", "text", "proposed")
    assert [getattr(made, name) for name in names] == [getattr(remark, name) for name in names]
    assert asked.now(remark).fate == "taken_up"
    assert asked.round.submission.status == "drafting"


def test_several_are_taken_up_together_in_the_words_of_the_association(asked):
    rows = [asked.say(), asked.say(asked.fitter, "We find no fitters.")]
    made = take_up(asked, *rows, text="No welders and no fitters.", action="modify")
    assert (made.text, made.action) == ("No welders and no fitters.", "modify")
    assert set(made.remarks.all()) == set(rows)


def test_together_they_say_what_each_said(asked):
    same = {"proposed": "400"}
    rows = [asked.say(**same), asked.say(asked.fitter, "We find no fitters.", **same)]
    made = take_up(asked, *rows)
    assert sorted(made.text.split("\n\n")) == ["We find no fitters.", "We find no welders."]
    assert made.proposed == "400"


def test_a_remark_joins_a_comment_that_lies_in_the_basket(asked):
    comment = asked.round.write()
    remark = asked.say()
    assert take_up(asked, remark, into=comment) == comment
    assert asked.now(remark).comment == comment
    assert Comment.objects.count() == 1
    comments.withdraw(asked.round.drafter, comment)
    with pytest.raises(ValidationError, match="lies in the basket"):
        take_up(asked, asked.say(), into=comment)


def test_what_is_taken_out_of_the_basket_is_open_again(asked):
    remark = asked.say()
    comments.withdraw(asked.round.drafter, take_up(asked, remark))
    assert asked.now(remark).fate == "open"
    assert list(Remark.objects.with_fate("open")) == [remark]
    take_up(asked, remark)
    assert list(Remark.objects.with_fate("taken_up")) == [remark]
    assert asked.now(remark).fate == "taken_up"


def test_a_remark_is_left_with_a_reason_that_the_firm_reads(asked):
    remark = asked.say()
    with pytest.raises(ValidationError, match="Say why it is not taken up"):
        desks.leave(asked.round.drafter, remark, " ")
    desks.leave(asked.round.drafter, remark, "It is not for this map.")
    assert (asked.now(remark).fate, asked.now(remark).left_because) == (
        "left", "It is not for this map.",
    )  # fmt: skip
    assert list(Remark.objects.with_fate("left")) == [remark]
    take_up(asked, remark)  # one may think again
    assert asked.now(remark).fate == "taken_up"


def test_what_is_answered_is_not_changed_under_the_desk_until_it_is_open_again(asked):
    remark = asked.say()
    take_up(asked, remark)
    for act in (
        lambda: remarks.edit(asked.worker, remark, asked.of().revision, text="Other."),
        lambda: remarks.withdraw(asked.worker, remark),
    ):
        with pytest.raises(Refused, match="answered this already"):
            act()
    desks.reopen(asked.round.signer, remark)
    remarks.edit(asked.worker, remark, asked.of().revision, text="Other.")
    assert asked.now(remark).text == "Other."


def test_what_is_taken_up_is_neither_taken_up_again_nor_left(asked):
    remark = asked.say()
    take_up(asked, remark)
    with pytest.raises(Refused, match="taken up already"):
        take_up(asked, remark)
    with pytest.raises(Refused, match="lies in the basket"):
        desks.leave(asked.round.drafter, remark, "No.")


@pytest.mark.django_db(transaction=True)
def test_SR_44_two_who_take_up_the_same_at_once_make_one_comment(asked):
    remark = asked.say()
    outcomes = at_once(lambda: take_up(asked, remark), lambda: take_up(asked, remark)).outcomes()
    assert sorted(type(each).__name__ for each in outcomes) == ["Comment", "Refused"]
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("act", ["take_up", "leave", "reopen"])
def test_SR_02_only_the_association_answers_its_firms(asked, act):
    remark, submission = asked.say(), asked.round.submission
    acts = {
        "take_up": lambda who: desks.take_up(who, submission, [remark]),
        "leave": lambda who: desks.leave(who, remark, "No."),
        "reopen": lambda who: desks.reopen(who, remark),
    }
    for who in (asked.worker, asked.fitter, *asked.outsiders):
        with pytest.raises(PermissionDenied):
            acts[act](who)


def test_nothing_or_the_remark_of_another_association_is_not_taken_up(asked):
    """A rival that asks the same firm cannot reach what the firm says to the chamber."""
    asked.round.invite(asked.round.rival)
    theirs = Submission.objects.get(organisation=asked.round.rival)
    consulted.ask(asked.round.competitor, theirs, asked.firm)
    for chosen in ([], [asked.say()]):
        with pytest.raises(ValidationError, match="of your own members"):
            desks.take_up(asked.round.competitor, theirs, chosen)


def test_SR_06_rivals_other_firms_and_the_ministry_see_nothing(asked):
    asked.round.invite(asked.round.rival)
    theirs = Submission.objects.get(organisation=asked.round.rival)
    elsewhere = consulted.ask(asked.round.competitor, theirs, asked.firm)
    mine, other = asked.say(), asked.say(asked.fitter)
    third = remarks.write(asked.worker, elsewhere, "general", "To the rival.")
    seen = {
        asked.worker: ({asked.of(), elsewhere}, {mine, third}),
        asked.fitter: ({asked.of(asked.other)}, {other}),
        asked.round.drafter: ({asked.of(), asked.of(asked.other)}, {mine, other}),
        asked.round.competitor: ({elsewhere}, {third}),
    }
    take_up(asked, mine, other)
    asked.round.describe()
    asked.round.send()
    for who, (firms, rows) in seen.items():
        assert set(Consulted.objects.visible_to(who)) == firms
        assert set(Remark.objects.visible_to(who)) == rows
    for who in asked.outsiders[1:]:
        assert not Consulted.objects.visible_to(who).exists()
        assert not Remark.objects.visible_to(who).exists()


def test_SR_12_an_onlooker_sees_no_more_than_who_looks(asked):
    asked.say()
    for looker, count in ((asked.worker, 1), (asked.round.story.steward, 0)):
        eyes = Onlooker(looker, asked.firm)
        assert Consulted.objects.visible_to(eyes).count() == count
        assert Remark.objects.visible_to(eyes).count() == count


def test_the_receipt_does_not_know_of_remarks(asked):
    remark = asked.say()
    take_up(asked, remark)
    asked.round.describe()
    sent = asked.round.send()
    content = receipts.bytes_of(sent)
    assert asked.firm.code.encode() not in content
    assert asked.firm.name.encode() not in content
    Remark.objects.filter(pk=remark.pk).update(text="Changed.", comment=None)
    assert receipts.holds(sent, sent.receipt)
    with pytest.raises(Refused, match="hears nothing more"):
        asked.say()


def test_after_the_round_nothing_is_said_and_everything_is_read(asked):
    remark, late = asked.say(), asked.say(text="Late.")
    take_up(asked, remark)
    asked.round.describe()
    asked.round.send()
    asked.round.close()
    with pytest.raises(Refused, match="consultation is over"):
        asked.say()
    with pytest.raises(Refused, match="consultation is over"):
        asked.ask(asked.round.rival)
    with pytest.raises(Refused, match="consultation is over"):
        take_up(asked, late)
    with pytest.raises(Refused, match="consultation is over"):
        desks.reopen(asked.round.drafter, remark)
    desks.leave(asked.round.drafter, late, "It came too late.")
    assert Remark.objects.visible_to(asked.worker).count() == 2
    assert Edition.objects.visible_to(asked.worker).count() == 1


def test_a_firm_reads_the_answer_to_what_it_said_once_it_is_given(asked):
    remark = asked.say()
    comment = take_up(asked, remark)
    asked.round.describe()
    asked.round.send()
    asked.round.close()
    approver = asked.round.story.approver
    said = {"disposition": "noted", "text": "We know.", "reason": "It is known."}
    response = answering.answer(approver, asked.round.consultation, [comment], **said)
    assert desks.answers_to([asked.now(remark)]) == {}
    answering.give(approver, [response])
    assert desks.answers_to([asked.now(remark)]) == {comment.pk: response}


def test_everything_stands_in_the_log_of_the_firm_alone(asked):
    remark = asked.say()
    desks.leave(asked.round.drafter, remark, "No.")
    desks.reopen(asked.round.drafter, remark)
    take_up(asked, remark)
    verbs = Change.objects.within(asked.of()).values_list("verb", flat=True)
    assert list(verbs) == ["asked", "remarked", "left", "reopened", "taken_up"]
    assert Change.objects.within(asked.of(asked.other)).count() == 1
