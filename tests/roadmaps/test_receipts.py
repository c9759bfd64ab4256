"""Sending in the name of an organisation: by whom, when, what is received, and back again."""

import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.rules import Refused
from roadmaps import receipts
from roadmaps.models import Submission
from tests.threads import at_once


@pytest.fixture
def ready_to_send(asked_round):
    asked_round.open().invite()
    asked_round.write(proposed="1,500")
    asked_round.describe()
    return asked_round


def test_what_is_sent_has_a_receipt_that_anybody_can_compute(ready_to_send):
    sent = ready_to_send.send()
    content = receipts.bytes_of(ready_to_send.submission)
    assert sent.receipt == hashlib.sha256(content).hexdigest()
    told = json.loads(content)
    assert told["organisation"] == ready_to_send.chamber.code
    assert told["edition"]["number"] == "0.1"
    assert [each["proposed"] for each in told["comments"]] == ["1,500"]
    assert receipts.holds(ready_to_send.submission, f" {sent.receipt.upper()} ")
    assert not receipts.holds(ready_to_send.submission, "0" * 64)


def test_a_change_behind_the_back_of_everybody_breaks_the_receipt(ready_to_send):
    sent = ready_to_send.send()
    ready_to_send.submission.comments.update(text="It is enough.")
    assert not receipts.holds(ready_to_send.submission, sent.receipt)


def test_only_who_may_submit_sends(ready_to_send):
    for who in (ready_to_send.drafter, ready_to_send.competitor, ready_to_send.story.steward):
        with pytest.raises(PermissionDenied):
            ready_to_send.send(who)
    assert ready_to_send.submission.status == "drafting"


def test_what_was_not_checked_is_not_sent(ready_to_send):
    seen = ready_to_send.submission
    ready_to_send.write(text="One more thing.")
    with pytest.raises(Refused, match="Check it once more"):
        receipts.submit(ready_to_send.signer, seen, seen.revision)


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"publication": ""}, "publication"),
        ({"publication": "confidential"}, "publication_reason"),
        ({"publication": "confidential", "publication_reason": "  "}, "publication_reason"),
    ],
)
def test_what_may_be_published_is_said_with_a_reason_where_it_needs_one(
    ready_to_send, said, missing
):
    ready_to_send.describe(**said)
    with pytest.raises(ValidationError) as refusal:
        ready_to_send.send()
    assert list(refusal.value.message_dict) == [missing]


def test_nothing_is_not_sent(asked_round):
    asked_round.open().invite()
    asked_round.describe()
    with pytest.raises(ValidationError, match="There is no comment yet"):
        asked_round.send()


def test_it_is_taken_back_changed_and_sent_again_with_another_receipt(ready_to_send):
    first = ready_to_send.send().receipt
    receipts.take_back(ready_to_send.signer, ready_to_send.submission)
    found = ready_to_send.submission
    assert (found.status, found.receipt, found.submitted_at) == ("drafting", "", None)
    ready_to_send.write(text="One more thing.")
    second = ready_to_send.send().receipt
    assert second != first
    assert not receipts.holds(ready_to_send.submission, first)


@pytest.mark.parametrize("act", [receipts.take_back, receipts.withdraw])
def test_SR_11_only_what_was_sent_comes_back_until_the_round_ends_and_by_who_may(
    ready_to_send, act
):
    with pytest.raises(Refused, match="has not been sent"):
        act(ready_to_send.signer, ready_to_send.submission)
    ready_to_send.send()
    for who in (ready_to_send.drafter, ready_to_send.story.steward):
        with pytest.raises(PermissionDenied):
            act(who, ready_to_send.submission)
    ready_to_send.close()
    with pytest.raises(Refused, match="This consultation is over"):
        act(ready_to_send.signer, ready_to_send.submission)
    assert ready_to_send.submission.status == "submitted"


def test_what_is_withdrawn_stays_withdrawn_and_keeps_its_words(ready_to_send):
    ready_to_send.send()
    receipts.withdraw(ready_to_send.signer, ready_to_send.submission)
    assert ready_to_send.submission.status == "withdrawn"
    assert ready_to_send.comment.text
    with pytest.raises(Refused, match="Withdrawn"):
        ready_to_send.send()


def test_after_the_end_nothing_is_sent_even_before_the_clock_has_closed_it(clock, ready_to_send):
    clock("2026-07-01T09:00")
    with pytest.raises(Refused, match="This consultation is over"):
        ready_to_send.send()


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_two_who_send_at_once_one_sends(ready_to_send):
    done = at_once(ready_to_send.send, ready_to_send.send).outcomes()
    assert sorted(isinstance(each, Refused) for each in done) == [False, True]
    assert Submission.objects.get().status == "submitted"
