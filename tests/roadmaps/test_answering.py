"""Answering a round: together, by somebody, with a reason, and never past a comment."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.rules import Refused
from changes.merging import Clash
from changes.models import Change
from roadmaps import answering, obstacles, outcomes, similarity, verdicts
from roadmaps.models import Comment, Notice, Outcome, Response
from roadmaps.roadmap import Refused as Stopped
from tests.threads import at_once


@pytest.fixture
def over(asked_round):
    """The chamber said two things, and the round is over."""
    asked_round.open().invite()
    asked_round.write(text="Too few technicians are trained in the north.")
    asked_round.write(text="We miss water.", type="omission", action="add", element="")
    asked_round.reach_the_end()
    return asked_round


@pytest.fixture
def steward(over):
    return over.story.steward


@pytest.fixture
def first(over):
    return over.submission.comments.get(number=1)


@pytest.fixture
def second(over):
    return over.submission.comments.get(number=2)


def begin(over, comments, **said):
    return answering.answer(over.story.steward, over.consultation, comments, **said)


def settled(over, comments, **more):
    said = {"disposition": "noted", "text": "We have read it."} | more
    return begin(over, comments, **said)


def change_of(over):
    """A change of the map after the round, and its revision."""
    over.story.write(over.story.steward, summary="Too few technicians, above all in the north.")
    return over.story.now().revision


def test_comments_are_answered_together_and_given_with_the_change_that_they_led_to(
    over, steward, first, second
):
    change = change_of(over)
    response = begin(over, [first, second])
    assert (response.number, response.is_settled) == (1, False)
    said = {"disposition": "accepted", "text": "The summary names the north.", "changes": [change]}
    answering.edit(steward, response, response.revision, **said)
    assert not Response.objects.visible_to(over.signer).exists()
    assert answering.unanswered(over.story.roadmap).count() == 2
    answering.give(steward, [response])
    (seen,) = Response.objects.visible_to(over.signer)
    assert seen.text == "The summary names the north."
    assert not answering.unanswered(over.story.roadmap).exists()
    kinds = Notice.objects.filter(person=over.signer, submission__isnull=False)
    assert set(kinds.values_list("kind", flat=True)) == {"text_changed"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"disposition": "pending", "text": "x"}, "Say what becomes of it"),
        ({"disposition": "noted", "text": " "}, "Say in words"),
        ({"disposition": "not_accepted", "text": "No."}, "needs a reason"),
        ({"disposition": "out_of_scope", "text": "No."}, "needs a reason"),
        ({"disposition": "accepted", "text": "Yes."}, "Name at least one change"),
    ],
)
def test_what_says_too_little_is_not_given(over, steward, first, said, words):
    response = begin(over, [first], **said)
    with pytest.raises(Refused, match=words):
        answering.give(steward, [response])
    assert not Response.objects.given().exists()


def test_of_many_all_are_given_or_none(over, steward, first, second):
    good, bad = settled(over, [first]), begin(over, [second])
    with pytest.raises(Refused, match="Response 2 is not complete"):
        answering.give(steward, [good, bad])
    assert not Response.objects.given().exists()


def test_a_comment_has_one_answer(over, first):
    settled(over, [first])
    with pytest.raises(ValidationError, match="answered by response 1 already"):
        begin(over, [first])


def test_what_was_not_sent_in_this_round_is_not_answered(over, first):
    Comment.objects.filter(pk=first.pk).update(is_withdrawn=True)
    for chosen in ([first], []):
        with pytest.raises(ValidationError, match="Choose comments that were sent here"):
            begin(over, chosen)


def test_while_the_round_runs_nothing_is_answered(asked_round):
    asked_round.reach_sent()
    with pytest.raises(Refused, match="when the consultation is over"):
        begin(asked_round, [asked_round.comment])


@pytest.mark.parametrize("who", ["editor", "official", "signer", "competitor"])
def test_SR_09_who_does_not_answer_for_the_map_answers_nothing(over, first, who):
    person = getattr(over, who, None) or getattr(over.story, who)
    with pytest.raises(PermissionDenied):
        answering.answer(person, over.consultation, [first])
    response = settled(over, [first])
    for act in (
        lambda: answering.edit(person, response, response.revision, text="x"),
        lambda: answering.give(person, [response]),
        lambda: answering.discard(person, response),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_change_that_was_not_made_since_is_no_reason(over, steward, first):
    old = over.consultation.edition.map_revision
    for revision in (old, 9_999):
        with pytest.raises(ValidationError, match="made since it was consulted on"):
            settled(over, [first], changes=[revision])


def test_only_who_answers_for_the_map_is_asked_to_answer(over, steward, first):
    with pytest.raises(ValidationError, match="Only stewards and approvers"):
        settled(over, [first], assigned_to=over.signer)
    assert settled(over, [first], assigned_to=steward).assigned_to == steward


def test_many_are_assigned_at_once(over, steward, first, second):
    one = settled(over, [first])
    answering.assign(steward, over.consultation, [first, second], over.story.approver)
    assert {each.assigned_to for each in Response.objects.all()} == {over.story.approver}
    assert one.number == 1
    assert Response.objects.count() == 2


def test_what_was_given_is_kept_and_may_be_said_better(over, steward, first, second):
    response = settled(over, [first])
    answering.give(steward, [response])
    now = Response.objects.get()
    with pytest.raises(ValidationError, match="keeps it"):
        answering.edit(steward, now, now.revision, comments=[second])
    with pytest.raises(ValidationError, match="Say in words"):
        answering.edit(steward, now, now.revision, text="")
    answering.edit(steward, now, now.revision, comments=[first, second], text="We thank you.")
    assert Response.objects.get().comments.count() == 2
    with pytest.raises(Refused, match="Change it instead"):
        answering.discard(steward, now)


def test_what_is_thrown_away_frees_its_comments(over, steward, first):
    answering.discard(steward, settled(over, [first]))
    assert settled(over, [first]).number == 2


def test_of_two_who_write_the_same_the_second_hears_of_the_first(over, steward, first):
    response = begin(over, [first])
    base = response.revision
    answering.edit(steward, response, base, text="One.")
    with pytest.raises(Clash):
        answering.edit(over.story.approver, response, base, text="Two.")
    answering.edit(over.story.approver, response, base, reason="Because.")
    assert Response.objects.get().text == "One."


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_two_who_answer_the_same_at_once_one_does(over, steward, first):
    def act(person):
        return lambda: answering.answer(person, over.consultation, [first])

    ended = at_once(act(steward), act(over.story.approver)).outcomes()
    assert sum(isinstance(each, ValidationError) for each in ended) == 1
    assert Response.objects.filter(comments=first).count() == 1


def test_the_map_does_not_go_on_past_a_comment(over, steward, first, second):
    over.story.translate()
    standing = obstacles.standing(over.story.now(), "submit_for_approval", steward)
    told = [each for each in standing if each.code == "comment_unanswered"]
    assert len(told) == 2
    assert all(each.is_grave for each in told)
    assert "We miss water." in " ".join(each.sentence for each in told)
    with pytest.raises(Stopped, match="has no answer yet: “We miss water"):
        over.story.take(steward, "submit_for_approval", reason="Never mind.")
    answering.give(steward, [settled(over, [first]), settled(over, [second])])
    over.story.take(steward, "submit_for_approval")


def test_an_answer_satisfies_or_does_not(over, steward, first):
    with pytest.raises(Refused, match="no answer to this yet"):
        verdicts.judge(over.signer, first, True)
    answering.give(steward, [settled(over, [first])])
    with pytest.raises(ValidationError, match="Say what is missing"):
        verdicts.judge(over.signer, first, False)
    for person in (over.drafter, over.competitor, steward):
        with pytest.raises(PermissionDenied):
            verdicts.judge(person, first, True)
    verdicts.judge(over.signer, first, False, "A number.")
    verdicts.judge(over.signer, first, True)
    first.refresh_from_db()
    assert (first.verdict.is_satisfied, first.verdict.note) == (True, "")


def test_comments_in_the_same_words_are_found(asked_round):
    asked_round.open(audience="public").invite()
    for text in ("Technicians for high voltage are missing.", "Water is scarce in the north."):
        asked_round.write(text=text)
    asked_round.write(text="High voltage technicians are missing everywhere.")
    asked_round.reach_the_end()
    one = asked_round.submission.comments.get(number=1)
    assert [each.number for each in similarity.alike(one)] == [3]
    one.text, one.proposed = "a b c", ""
    assert similarity.alike(one) == []


def test_what_is_written_in_an_answer_stands_in_no_log_of_the_map(over, first):
    before = Change.objects.within(over.story.roadmap).count()
    settled(over, [first], text="Our secret answer.")
    assert Change.objects.within(over.story.roadmap).count() == before


def test_the_outcome_is_published_with_the_edition(over, steward, first, second):
    answering.give(steward, [settled(over, [first, second], said="The north needs people.")])
    story = over.story
    story.translate()
    story.take(steward, "submit_for_approval")
    assert not Outcome.objects.exists()
    story.take(story.approver, "publish", note="The first edition.")
    content = Outcome.objects.get().content
    (response,) = content["responses"]
    assert (response["said"], response["did"]) == ("The north needs people.", "We have read it.")
    assert {each["organisation"]["name"] for each in content["comments"]} == {"Chamber"}
    assert [each["element"] for each in content["comments"]] == [None, "EMO-C01"]
    told = Notice.objects.filter(kind="answers_published")
    assert {each.person for each in told} == {over.drafter, over.signer}
    assert over.consultation.answered_at


@pytest.mark.parametrize(
    ("choice", "named", "shown"), [("named", 2, 2), ("anonymous", 0, 2), ("confidential", 0, 0)]
)
def test_SR_12_what_was_said_is_published_as_its_author_chose(asked_round, choice, named, shown):
    asked_round.open().invite()
    asked_round.write(text="Too few.")
    asked_round.write(text="Far too few.", element="")
    asked_round.write(
        text="Our firm plans it.", is_confidential=True, confidential_because="A trade secret."
    )
    asked_round.describe(publication=choice, publication_reason="Our members wish so.")
    asked_round.send()
    asked_round.close()
    rows = list(asked_round.submission.comments.order_by("number"))
    answering.give(asked_round.story.steward, [settled(asked_round, [each]) for each in rows])
    content = outcomes.build(asked_round.consultation)
    comments = content["comments"]
    assert sum(bool(each["organisation"]) for each in comments) == named
    assert len(comments) == shown
    assert content["confidential"] == 3 - shown
    assert len(content["responses"]) == shown  # what answers hidden ones alone would tell of them
    assert len(content["submissions"]) == (choice == "named")
    assert "Our firm plans it." not in str(content)
