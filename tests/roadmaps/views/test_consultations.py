"""The pages of a round: from the link in the mail to the receipt, and who sees what of it."""

import uuid

import pytest
from babel.dates import format_date
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from roadmaps import elements, submissions, workflow
from roadmaps.elements import Element
from roadmaps.models import Comment, Link, Submission
from tests import factories
from tests.roadmaps.views.rounds import BASE, basket, here, put_in


def test_a_new_user_comes_from_the_mail_to_the_receipt_on_four_pages(page, send, asked):
    read = page(asked.signer, here(asked))
    assert "What is missing?" in read
    assert "Too few technicians" in read
    assert f"{here(asked)}/comment?element=EMO-C01" in read
    form = page(asked.signer, here(asked, "/comment?element=EMO-C01"))
    assert form.count("required") <= 4
    answer = put_in(send, asked, who=asked.signer)
    assert (answer.status_code, answer.url) == (303, f"{here(asked)}#EMO-C01")
    check = page(asked.signer, basket(asked))
    assert "Too few." in check
    base = BASE.search(check).group(1)
    answer = send(asked.signer, basket(asked), publication="named", base=base, send="")
    assert (answer.status_code, answer.url) == (303, basket(asked))
    sent = page(asked.signer, basket(asked))
    receipt = asked.submission.receipt
    assert receipt in sent
    assert "Yes: this is the receipt" in page(asked.signer, f"{basket(asked)}?receipt={receipt}")
    assert "No: this is not" in page(asked.signer, f"{basket(asked)}?receipt={'0' * 64}")


def test_remarks_on_figures_links_questions_and_all_of_it_lie_in_the_basket(page, send, asked):
    figure = Element.objects.get(code="EMO-G01").figures.get()
    link = Link.objects.first()
    for where in ("", "?question=2", f"?figure={figure.pk}", f"?link={link.pk}"):
        page(asked.drafter, here(asked, f"/comment{where}"))
        assert put_in(send, asked, where).status_code == 303, where
    read = page(asked.drafter, basket(asked))
    for words in ("The map as a whole", "What will you do yourselves?", "Electric share", "→"):
        assert words in read


def test_nothing_that_was_typed_is_lost_when_the_time_is_over(clock, page, send, asked):
    put_in(send, asked)
    clock("2026-07-30T09:00")
    for close in (lambda: None, workflow.take_what_is_due):
        close()
        answer = put_in(send, asked, text="A long argument.")
        assert answer.status_code == 409
        assert "A long argument." in answer.content.decode()
        assert "This consultation is over" in answer.content.decode()
    page(asked.drafter, here(asked, "/comment"), 404)
    assert "only your organisation reads it" in page(asked.drafter, basket(asked))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": ""}, "required"),
        ({"is_confidential": "on"}, "Say why this point is confidential"),
        ({"quote": "Nobody said so"}, "do not stand there"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(send, asked, more, words):
    answer = put_in(send, asked, **{"proposed": "1,500", **more})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "1,500" in answer.content.decode()
    assert not Submission.objects.filter(status="drafting").exists()


@pytest.mark.parametrize(
    "where",
    ["?element=EMO-X99", "?figure=x", "?link=1", "?question=9", "?question=x", "?question=²"],
)
def test_what_is_not_in_the_text_has_no_form(page, asked, where):
    page(asked.drafter, here(asked, f"/comment{where}"), 404)


def test_more_than_one_place_and_other_words_are_refused(page, asked):
    page(asked.drafter, here(asked, "/comment?element=EMO-C01&question=1"), 400)
    page(asked.drafter, here(asked, "/comment?colour=red"), 400)


def test_stewards_see_who_is_heard_invite_and_remind(page, send, asked):
    steward = asked.story.steward
    read = page(steward, here(asked))
    assert "Who is heard" in read
    assert "nobody asked" in read
    answer = send(steward, here(asked, "/invite"), organisation=asked.rival.pk)
    assert answer.status_code == 303
    assert Submission.objects.count() == 2
    nobody = factories.organisation(asked.registrar)
    answer = send(steward, here(asked, "/invite"), organisation=nobody.pk)
    assert answer.status_code == 422
    assert "has an account" in answer.content.decode()
    assert send(steward, basket(asked, "/remind")).status_code == 303


def test_SR_06_rivals_and_the_rest_of_the_map_see_nothing_of_it(page, client, send, asked):
    put_in(send, asked, text="Our secret.")
    asked.invite(asked.rival)
    key = asked.comment.pk
    for who in (asked.competitor, asked.story.editor, asked.story.official):
        read = page(who, here(asked))
        assert "Chamber" not in read
        assert "Who is heard" not in read
        for address in (basket(asked), basket(asked, "/receipt.json"), f"/comments/{key}/edit"):
            page(who, address, 404)
        for address in ("/decline", "/take-back", "/withdraw", "/remind"):
            assert send(who, basket(asked, address)).status_code == 404, address
        assert send(who, f"/comments/{key}/withdraw").status_code == 404
    steward = asked.story.steward
    assert "Our secret." not in page(steward, here(asked))
    page(steward, basket(asked), 404)
    client.logout()
    answers = [client.get(each) for each in (here(asked), f"/consultations/{uuid.UUID(int=1)}")]
    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0].headers["Location"] == f"/sign-in?next={here(asked)}"
    assert client.get(basket(asked)).status_code == 302


def test_SR_05_a_hidden_round_is_a_missing_one(page, asked):
    for ending in ("", "/comment", "/invite", "/tray"):
        page(asked.competitor, here(asked, ending), 404)
    for ending in ("/invite", "/tray"):
        page(asked.drafter, here(asked, ending), 404)


def test_a_public_round_is_read_by_everybody_who_signs_in_to_answer(client, asked_round):
    asked_round.open("public")
    answer = client.get(here(asked_round))
    assert answer.status_code == 200
    read = answer.content.decode()
    assert "sign in" in read
    assert "/comment" not in read
    listed = client.get("/consultations").content.decode()
    assert here(asked_round) in listed


def test_in_a_public_round_the_first_remark_begins_the_submission(send, asked_round):
    asked_round.open("public")
    assert put_in(send, asked_round).status_code == 303
    assert asked_round.submission.status == "drafting"


def test_the_list_says_when_there_is_nothing(page, asked):
    read = page(asked.competitor, "/consultations")
    assert "You are asked about nothing just now" in read
    assert here(asked) in page(asked.drafter, "/consultations")


def test_what_waits_in_the_tray_is_attached_again(page, send, asked):
    put_in(send, asked, field="title", quote="technicians")
    asked.describe()
    asked.send()
    steward = asked.story.steward
    assert "Every remark is at its place" in page(steward, here(asked, "/tray"))
    challenge = elements.in_full(Element.objects.get(code="EMO-C01"))
    elements.edit(steward, challenge, asked.story.now().revision, title="No welders")
    read = page(steward, here(asked, "/tray"))
    assert "Too few technicians" in read  # as it was frozen
    send(steward, f"/comments/{asked.comment.pk}/attach", element="EMO-S01")
    assert asked.comment.moved_to.code == "EMO-S01"
    assert send(asked.signer, f"/comments/{asked.comment.pk}/attach").status_code == 404


def test_the_pages_speak_spanish(page, send, asked):
    put_in(send, asked)
    with translation.override("es"):
        assert "Revise sus respuestas" in page(asked.signer, f"/es{basket(asked)}")
        assert "Quién lee lo que envía" in page(asked.signer, f"/es{here(asked)}")


def test_the_number_of_queries_does_not_grow(client, asked):
    submissions.begin(asked.drafter, asked.consultation, asked.chamber)
    client.force_login(asked.drafter)
    counts = []
    for _more in range(2):
        for number in range(3):
            asked.write(text=f"Remark {number}")
        told = []
        for address in (here(asked), basket(asked), "/consultations"):
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            told.append(len(queries))
        counts.append(told)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 22, counts
    assert Comment.objects.count() == 6


def test_a_round_that_was_closed_early_says_on_which_day_it_ended(page, asked):
    asked.close()
    ended = format_date(timezone.localdate(), "d MMMM y", locale="en")
    assert f"Ended on {ended}" in page(asked.signer, here(asked))
    assert ended in page(asked.signer, "/consultations")
