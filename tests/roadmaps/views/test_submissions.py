"""The basket on its pages: changed, checked, sent, taken back; nothing that was typed is lost."""

from tests.roadmaps.views.rounds import BASE, SEEN, basket, put_in, said


def test_a_remark_is_changed_taken_out_and_put_back(page, send, asked):
    put_in(send, asked)
    key = asked.comment.pk
    form = page(asked.signer, f"/comments/{key}/edit")
    base = BASE.search(form).group(1)
    assert send(asked.signer, f"/comments/{key}/edit", **said(text="Far too few.", base=base))
    assert asked.comment.text == "Far too few."
    answer = send(asked.drafter, f"/comments/{key}/edit", **said(text="Just enough.", base=base))
    assert answer.status_code == 409
    assert "Just enough." in answer.content.decode()
    send(asked.drafter, f"/comments/{key}/withdraw")
    assert "Put it back" in page(asked.drafter, basket(asked))
    send(asked.drafter, f"/comments/{key}/restore")
    assert not asked.comment.is_withdrawn


def test_who_may_not_submit_saves_and_does_not_send(page, send, asked):
    put_in(send, asked)
    read = page(asked.drafter, basket(asked))
    assert 'name="send"' not in read
    base = BASE.search(read).group(1)
    answer = send(asked.drafter, basket(asked), publication="named", base=base, send="")
    assert answer.status_code == 403
    assert asked.submission.status == "drafting"
    assert asked.submission.publication == ""


def test_what_was_not_seen_is_not_sent(page, send, asked):
    put_in(send, asked)
    base = BASE.search(page(asked.signer, basket(asked))).group(1)
    put_in(send, asked, text="One more.")
    answer = send(asked.signer, basket(asked), publication="named", base=base, send="")
    assert answer.status_code == 409
    assert "Check it once more" in answer.content.decode()
    assert asked.submission.status == "drafting"


def test_it_is_taken_back_withdrawn_or_declined(page, send, asked):
    send(asked.signer, basket(asked, "/decline"), reason="Not ours.")
    assert asked.submission.status == "declined"
    assert page(asked.signer, basket(asked))


def test_what_was_sent_is_taken_back_and_then_withdrawn(send, asked_round):
    asked_round.reach_sent()
    send(asked_round.signer, basket(asked_round, "/take-back"))
    assert asked_round.submission.status == "drafting"
    asked_round.send()
    here = basket(asked_round, "/withdraw")
    question = send(asked_round.signer, here).content.decode()
    assert asked_round.submission.status == "submitted"
    seen = SEEN.search(question).group(1)
    assert send(asked_round.signer, here, seen=seen).status_code == 303
    assert asked_round.submission.status == "withdrawn"


def test_a_receipt_is_taken_home_as_bytes(client, asked_round):
    asked_round.reach_sent()
    client.force_login(asked_round.drafter)
    answer = client.get(basket(asked_round, "/receipt.json"))
    assert answer.headers["Content-Type"] == "application/json"
    assert asked_round.chamber.code.encode() in answer.content


def test_an_organisation_reads_who_did_what_and_the_ministry_does_not(page, send, asked):
    put_in(send, asked)
    asked.describe()
    asked.send()
    read = page(asked.signer, basket(asked))
    for sentence in (
        "Steward invited the organisation.",
        "Drafter began the draft.",
        "Drafter put comment 1 in the basket.",
        "Drafter changed what goes with it.",
        "Signer sent it.",
    ):
        assert sentence in read
    assert "Drafter" in page(asked.signer, f"/es{basket(asked)}")
    assert "Drafter" not in page(asked.story.steward, basket(asked))
