"""The association desk on its pages: from the mail to the firm to the comment in the basket."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps import answering, desk
from roadmaps.models import Consulted, Remark
from tests.roadmaps.views.rounds import BASE, basket, here

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(name="desk")
def opened(desk):
    return desk.open()


@pytest.fixture
def members(desk):
    desk.ask()
    desk.ask(desk.other)
    return desk


def door(members, firm=None, ending=""):
    return f"/consulted/{members.of(firm).pk}{ending}"


def said(**more):
    return {"text": "We find no welders.", "type": "factual", **more}


def take_up(desk_, *rows, into=None):
    return desk.take_up(desk_.round.drafter, desk_.round.submission, rows, into)


def test_from_the_basket_to_the_firm_and_back(page, send, desk):
    asker, there = desk.round.drafter, basket(desk.round)
    assert "No member has been asked." in page(asker, there)
    assert "Welding Works" in page(asker, f"{there}/ask")
    assert send(asker, f"{there}/ask", organisation=desk.firm.pk, note="Why?").status_code == 303
    read = page(desk.worker, door(desk))
    assert "Chamber asks you" in read
    assert "Why?" in read
    assert "?element=EMO-C01" in read
    form = page(desk.worker, door(desk, ending="/remark?element=EMO-C01"))
    assert "Tell your association" in form
    told = said(field="title", quote="technicians", proposed="Welders")
    answer = send(desk.worker, door(desk, ending="/remark?element=EMO-C01"), **told)
    assert answer.status_code == 303, answer.content
    assert answer.url.endswith("#EMO-C01")
    row = Remark.objects.get()
    read = page(asker, there)
    assert "We find no welders." in read
    answer = send(asker, f"{there}/take-up", remark=[str(row.pk)], into="")
    assert answer.url == f"/comments/{desk.round.comment.pk}/edit"
    assert desk.round.comment.proposed == "Welders"
    assert "Taken up" in page(desk.worker, door(desk))
    assert 'href="#comment-1"' in page(asker, there)


def test_several_go_together_into_one_that_lies_there(send, members):
    rows = [members.say(), members.say(members.fitter, "We find no fitters.")]
    comment = members.round.write()
    there = basket(members.round, "/take-up")
    keys = [str(each.pk) for each in rows]
    assert send(members.round.drafter, there, remark=keys, into=str(comment.pk)).status_code == 303
    assert set(comment.remarks.all()) == set(rows)
    assert send(members.round.drafter, there, remark=keys, into=NOBODY).status_code == 404


def test_nothing_chosen_is_said_in_a_sentence(client, send, members):
    answer = send(members.round.drafter, basket(members.round, "/take-up"), remark=["x"])
    assert answer.status_code == 303
    assert "Choose remarks of your own members." in client.get(answer.url).content.decode()


def test_a_firm_reads_why_it_was_left(client, page, send, members):
    row = members.say()
    there = f"/remarks/{row.pk}/leave"
    answer = send(members.round.drafter, there, reason="")
    assert "Say why it is not taken up" in client.get(answer.url).content.decode()
    send(members.round.drafter, there, reason="Not for this map.")
    assert "Not for this map." in page(members.worker, door(members))
    send(members.round.drafter, f"/remarks/{row.pk}/reopen")
    assert "Not for this map." not in page(members.worker, door(members))


def test_a_remark_is_changed_taken_back_and_put_back(page, send, members):
    row = members.say()
    there = f"/remarks/{row.pk}"
    base = BASE.search(page(members.worker, f"{there}/edit")).group(1)
    assert send(members.worker, f"{there}/edit", **said(text="More.", base=base)).status_code == 303
    answer = send(members.worker, f"{there}/edit", **said(text="Even more.", base=base))
    assert answer.status_code == 409
    assert "Even more." in answer.content.decode()
    send(members.worker, f"{there}/withdraw")
    assert "More." not in page(members.round.drafter, basket(members.round))
    assert "Put it back" in page(members.worker, door(members))
    send(members.worker, f"{there}/restore")
    assert "More." in page(members.round.drafter, basket(members.round))


def test_what_was_typed_is_kept_when_it_cannot_be_said(send, members):
    there = door(members, ending="/remark?element=EMO-C01")
    answer = send(members.worker, there, **said(quote="Not there"))
    assert answer.status_code == 422
    assert "Quote them as they stand" in answer.content.decode()
    members.round.close()
    answer = send(members.worker, there, **said())
    assert answer.status_code == 409
    assert "We find no welders." in answer.content.decode()


def test_SR_05_one_firm_and_the_ministry_find_nothing(page, send, members):
    members.say(text="Secret of the welders")
    mine, row = door(members), Remark.objects.get()
    story = members.round.story
    for who in (members.fitter, story.steward, story.editor, members.round.competitor):
        page(who, mine, 404)
        page(who, f"{mine}/remark", 404)
        for step in ("edit", "withdraw", "restore", "leave", "reopen"):
            assert send(who, f"/remarks/{row.pk}/{step}", reason="x").status_code == 404
        for step in ("ask", "take-up"):
            assert send(who, basket(members.round, f"/{step}")).status_code == 404
    page(members.round.drafter, mine, 404)  # it is the page of the firm
    assert "Secret" not in page(members.fitter, door(members, members.other))
    assert "Fitting" not in page(members.worker, mine)


def test_SR_06_the_ministry_reads_the_position_and_nothing_of_its_members(page, members):
    take_up(members, members.say(text="Secret of the welders"))
    comment = members.round.comment
    members.round.describe()
    members.round.send()
    read = page(members.round.story.steward, basket(members.round))
    assert comment.text in read
    assert "From our members" not in read
    assert "Welding" not in read
    assert "Welding" not in page(members.round.story.steward, here(members.round))


def test_the_round_shows_a_firm_who_asks_it(page, members):
    assert "Chamber asks you" in page(members.worker, here(members.round))
    assert "asks you" not in page(members.round.drafter, here(members.round))


def test_a_firm_reads_the_answer_and_no_longer_writes(page, members):
    comment = take_up(members, members.say())
    members.round.describe()
    members.round.send()
    assert "has ended its draft" in page(members.worker, door(members))
    members.round.close()
    approver = members.round.story.approver
    response = answering.answer(
        approver, members.round.consultation, [comment], disposition="noted", text="We know it."
    )
    assert "We know it." not in page(members.worker, door(members))
    answering.edit(approver, response, response.revision, reason="It is known.")
    answering.give(approver, [response])
    read = page(members.worker, door(members))
    assert "We know it." in read
    assert "/remark" not in read.replace("/remarks", "")
    page(members.worker, door(members, ending="/remark"), 404)


def test_both_speak_spanish(page, members):
    members.say()
    assert "le pregunta" in page(members.worker, f"/es{door(members)}")
    assert "De nuestros miembros" in page(members.round.drafter, f"/es{basket(members.round)}")
    assert "Worker escribió" in page(members.worker, f"/es{door(members)}")


def test_the_number_of_queries_does_not_grow(client, members):
    doors = ((members.worker, door(members)), (members.round.drafter, basket(members.round)))
    counts = []
    for _time in range(2):
        members.say(), members.say(members.fitter), take_up(members, members.say())
        for who, address in doors:
            client.force_login(who)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert Consulted.objects.count() == 2
