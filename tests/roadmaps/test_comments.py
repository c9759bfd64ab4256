"""Remarks in the margin: where they stand, what they say, and that none is ever lost."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError

from accounts.rules import Refused
from changes.merging import Clash
from roadmaps import comments, elements, figures, receipts
from roadmaps.elements import Element
from roadmaps.models import Comment, Link
from terms.vocabulary import TERMS

TITLE = "Too few technicians"


@pytest.fixture
def asked(asked_round):
    asked_round.open().invite()
    return asked_round


def test_the_first_remark_begins_the_draft(asked):
    asked.write(
        type="support", action="keep", text=" Keep it. ", field="title", quote="technicians"
    )
    found = asked.comment
    assert (found.number, found.text, found.action) == (1, "Keep it.", "keep")
    assert (found.element.code, found.field, found.quote) == ("EMO-C01", "title", "technicians")
    assert asked.submission.status == "drafting"


@pytest.mark.parametrize("kind", TERMS["comment_type"])
def test_every_type_of_remark_is_taken(asked, kind):
    assert asked.write(type=kind).type == kind


def test_remarks_stand_on_figures_links_questions_and_the_whole_map(asked):
    figure = Element.objects.get(code="EMO-G01").figures.get()
    link = Link.objects.first()
    asked.write(element="", figure=figure.pk, field="low", proposed="30 %")
    asked.write(element="", link=link.pk, text="It does not.")
    asked.write(element="", question=2, text="We train 400.")
    asked.write(element="", type="general", text="Well done.")
    rows = asked.submission.comments.all()
    assert [each.number for each in rows] == [1, 2, 3, 4]
    assert (rows[0].figure, rows[1].link, rows[2].question) == (figure, link, 2)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"element": "EMO-C99"}, "does not stand in the text"),
        ({"element": "", "figure": uuid.UUID(int=1)}, "does not stand in the text"),
        ({"element": "", "link": uuid.UUID(int=1)}, "does not stand in the text"),
        ({"field": "secret"}, "nothing of this name"),
        ({"field": "revision"}, "nothing of this name"),
        ({"field": "title", "quote": "Something else"}, "do not stand there"),
        ({"element": "", "question": 3}, "no such question"),
    ],
)
def test_a_place_that_is_not_there_is_refused_in_a_sentence(asked, where, said):
    with pytest.raises(ValidationError, match=said):
        asked.write(**where)
    assert not Comment.objects.exists()


def test_SR_05_what_was_hidden_from_the_public_is_no_place(asked):
    """A hidden element and one that does not exist are refused in the same words."""
    hidden = elements.add(
        asked.story.steward, asked.story.now(), "challenge", title="Secret", visibility="internal"
    )
    messages = []
    for code in (hidden.code, "EMO-C77"):
        with pytest.raises(ValidationError) as refusal:
            asked.write(element=code)
        messages.append(refusal.value.message_dict)
    assert messages[0] == messages[1]


def test_confidentiality_needs_a_reason(asked):
    with pytest.raises(ValidationError, match="Say why this point is confidential"):
        asked.write(is_confidential=True)
    comment = asked.write(is_confidential=True, confidential_because="Prices.")
    now = asked.submission.revision
    with pytest.raises(ValidationError, match="Say why this point is confidential"):
        comments.edit(asked.drafter, comment, now, confidential_because=" ")


def test_colleagues_edit_one_remark_and_clash_on_the_same_field(asked):
    comment = asked.write()
    base = asked.submission.revision
    comments.edit(asked.drafter, comment, base, text="Another text.")
    comments.edit(asked.signer, comment, base, proposed="1,500")
    with pytest.raises(Clash):
        comments.edit(asked.signer, comment, base, text="A third text.")
    assert (asked.comment.text, asked.comment.proposed) == ("Another text.", "1,500")


def test_a_remark_is_taken_out_put_back_and_its_number_never_used_again(asked):
    first = asked.write()
    comments.withdraw(asked.drafter, first)
    assert asked.write().number == 2
    comments.restore(asked.drafter, first)
    assert asked.submission.comments.standing().count() == 2


@pytest.mark.parametrize("act", ["write", "edit", "withdraw"])
def test_SR_02_nobody_else_writes_in_it(asked, act):
    comment = asked.write()
    now = asked.submission
    acts = {
        "write": lambda who: comments.write(who, now, "general", "Mine."),
        "edit": lambda who: comments.edit(who, comment, now.revision, text="Mine."),
        "withdraw": lambda who: comments.withdraw(who, comment),
    }
    for who in (asked.competitor, asked.story.steward, asked.story.editor):
        with pytest.raises(PermissionDenied):
            acts[act](who)
    assert asked.comment.text == "It is too little."


@pytest.mark.parametrize("field", ["number", "submission", "moved_to", "is_withdrawn"])
def test_SR_10_nobody_sets_what_the_server_says(asked, field):
    comment = asked.write()
    with pytest.raises(Refused, match="Nobody can set this"):
        comments.edit(asked.drafter, comment, asked.submission.revision, **{field: 1})


def test_what_was_sent_is_not_rewritten(asked_round):
    asked_round.reach_sent()
    with pytest.raises(Refused, match="Take it back first"):
        asked_round.write()


def test_SR_06_remarks_are_read_by_their_organisation_and_once_sent_by_who_hears(asked):
    comment = asked.write()
    steward = asked.story.steward
    assert list(Comment.objects.visible_to(asked.signer)) == [comment]
    assert not Comment.objects.visible_to(steward).exists()
    asked.describe()
    gone = asked.write(text="Better not.")
    comments.withdraw(asked.drafter, gone)
    asked.send()
    assert list(Comment.objects.visible_to(steward)) == [comment]
    assert Comment.objects.visible_to(asked.signer).count() == 2
    assert not Comment.objects.visible_to(asked.competitor).exists()
    receipts.withdraw(asked.signer, asked.submission)
    assert not Comment.objects.visible_to(steward).exists()


def test_what_carries_a_remark_is_never_deleted(asked):
    asked.write()
    with pytest.raises(ProtectedError):
        Element.objects.get(code="EMO-C01").delete()


def test_a_remark_keeps_its_place_while_other_words_change_and_waits_when_its_own_do(asked):
    asked.write(field="title", quote="Too few  technicians")
    asked.write(text="About all of it.")
    asked.describe()
    asked.send()
    steward, roadmap = asked.story.steward, asked.story.now
    rows = list(Comment.objects.visible_to(steward))
    challenge = elements.in_full(Element.objects.get(code="EMO-C01"))
    elements.edit(steward, challenge, roadmap().revision, summary="Of all trades.")
    assert comments.tray(roadmap(), rows) == []
    elements.edit(steward, challenge, roadmap().revision, title="A lack of technicians")
    assert comments.tray(roadmap(), rows) == rows[:1]
    assert rows[0].quote == "Too few  technicians"


def test_what_waits_in_the_tray_is_attached_again_and_keeps_what_it_spoke_of(asked):
    figure = Element.objects.get(code="EMO-G01").figures.get()
    asked.write(element="", figure=figure.pk)
    asked.describe()
    asked.send()
    steward, comment = asked.story.steward, asked.comment
    figures.withdraw(steward, figure)
    assert comments.tray(asked.story.now(), [comment]) == [comment]
    skill = Element.objects.get(code="EMO-S01")
    for who in (asked.drafter, asked.story.editor):
        with pytest.raises(PermissionDenied):
            comments.attach(who, comment, skill)
    comments.attach(steward, comment, skill)
    assert comments.tray(asked.story.now(), [asked.comment]) == []
    assert asked.comment.figure == figure
    assert receipts.holds(asked.submission, asked.submission.receipt)
