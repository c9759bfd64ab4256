"""The pages on which a round is answered: the table, one response, what the public reads."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from roadmaps import answering
from roadmaps.exchange import sheets
from roadmaps.models import Outcome, Response
from tests.roadmaps.views.rounds import BASE, SEEN, basket, here

SEEN_FORM = re.compile(r'name="seen" value="([^"]+)"')
QUERIES = 15  # of the table, whatever its length


@pytest.fixture
def over(asked_round):
    """The chamber said three things, one in confidence, and the round is over."""
    asked_round.open(audience="public").invite()
    asked_round.write(text="Too few technicians for high voltage.")
    asked_round.write(text="We miss water.", type="omission", action="add", element="")
    asked_round.write(text="High voltage technicians retire.", is_confidential=True,
                      confidential_because="Our members wish so.")  # fmt: skip
    asked_round.reach_the_end()
    return asked_round


@pytest.fixture
def steward(over):
    return over.story.steward


@pytest.fixture
def keys(over):
    return [str(each.pk) for each in over.submission.comments.order_by("number")]


def settle(over, *, given=True, **said):
    """Answer all of it."""
    steward, rows = over.story.steward, over.submission.comments.all()
    said = {"disposition": "noted", "text": "We have read it.", **said}
    response = answering.answer(steward, over.consultation, rows, **said)
    if given:
        answering.give(steward, [response])
    return response


def test_from_the_table_to_the_answer_that_is_given(page, send, over, steward, keys):
    table = page(steward, here(over, "/answers"))
    assert "3 have no answer yet" in table
    assert "Too few technicians" in table
    answer = send(steward, here(over, "/answers/together"), comment=keys[:1], into="")
    response = Response.objects.get()
    there = f"/responses/{response.pk}"
    assert (answer.status_code, answer.url) == (303, there)
    form = page(steward, there)
    assert "High voltage technicians retire." in form  # it is alike, and may be answered too
    typed = {"disposition": "noted", "said": "", "text": "We read it.", "reason": "",
             "assigned_to": steward.pk, "more": keys[2:], "give": "",
             "base": BASE.search(form).group(1)}  # fmt: skip
    answer = send(steward, there, **typed)
    assert (answer.status_code, answer.url) == (303, there)
    response.refresh_from_db()
    assert (response.is_given, response.comments.count()) == (True, 2)
    assert "We read it." in page(over.drafter, basket(over))
    assert "1 has no answer yet" in page(steward, here(over, "/answers"))


def test_what_is_missing_is_said_and_what_was_typed_is_kept(page, send, over, steward):
    response = settle(over, given=False)
    form = page(steward, f"/responses/{response.pk}")
    typed = {"disposition": "not_accepted", "text": "A long text.", "give": "",
             "base": BASE.search(form).group(1)}  # fmt: skip
    answer = send(steward, f"/responses/{response.pk}", **typed)
    assert answer.status_code == 422
    assert "needs a reason" in answer.content.decode()
    assert "A long text." in answer.content.decode()
    response.refresh_from_db()
    assert response.disposition == "noted"  # nothing of it was kept half


def test_two_who_write_one_response_are_told_of_each_other(page, send, over, steward):
    response = settle(over, given=False)
    form = page(steward, f"/responses/{response.pk}")
    answering.edit(over.story.approver, response, response.revision, text="Theirs.")
    typed = {"disposition": "noted", "text": "Mine.", "base": BASE.search(form).group(1)}
    answer = send(steward, f"/responses/{response.pk}", **typed)
    assert answer.status_code == 409
    assert "Mine." in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("disposition=none", {1, 2, 3}),
        ("disposition=noted", set()),
        ("type=omission", {2}),
        ("action=add", {2}),
        ("element=emo-c01", {1, 3}),
        ("organisation=nobody", set()),
        ("q=voltage retire", {3}),
        ("assigned=me", set()),
        ("assigned=none", {1, 2, 3}),
        ("page=2", {1, 2, 3}),
    ],
)
def test_the_table_is_filtered(page, over, steward, query, numbers):
    table = page(steward, here(over, f"/answers?{query}"))
    code = over.chamber.code
    assert {number for number in (1, 2, 3) if f">{code}-{number}</a>" in table} == numbers


def test_comments_are_assigned_and_given_in_bulk(client, page, send, over, steward, keys):
    person = over.story.approver
    client.force_login(steward)
    chosen = {"comment": keys, "person": person.pk, "query": "type=omission"}
    assert client.post(here(over, "/answers/assign"), chosen).status_code == 303
    assert {each.assigned_to for each in Response.objects.all()} == {person}
    for response in Response.objects.all():
        answering.edit(steward, response, response.revision, disposition="noted", text="Read.")
    chosen = [str(each.pk) for each in Response.objects.all()]
    answer = send(steward, here(over, "/answers/give"), response=chosen, query="type=omission")
    assert answer.url == here(over, "/answers?type=omission")
    assert Response.objects.given().count() == 3


@pytest.mark.parametrize("ending", ["/answers/together", "/answers/assign", "/answers/give"])
def test_who_chooses_nothing_is_told_so(page, send, over, steward, ending):
    answer = send(steward, here(over, ending))
    assert answer.status_code == 303
    assert "hoose" in page(steward, here(over, "/answers"))


def test_a_response_is_thrown_away_after_a_question(page, send, over, steward):
    response = settle(over, given=False)
    question = page(steward, f"/responses/{response.pk}/discard")
    send(steward, f"/responses/{response.pk}/discard", seen=SEEN.search(question).group(1))
    response.refresh_from_db()
    assert response.comments.count() == 0


@pytest.mark.parametrize("who", ["signer", "competitor", "editor", "official"])
def test_SR_05_for_others_there_is_no_table(page, send, over, keys, who):
    response = settle(over, given=False)
    person = getattr(over, who, None) or getattr(over.story, who)
    for ending in ("/answers", "/answers/table.xlsx", "/answers/import", "/outcome"):
        page(person, here(over, ending), 404)
    page(person, f"/responses/{response.pk}", 404)
    for ending in ("/answers/together", "/answers/assign", "/answers/give"):
        assert send(person, here(over, ending), comment=keys).status_code == 404
    assert "We have read it." not in page(person, here(over))


def test_the_one_who_commented_judges_the_answer(page, send, over):
    settle(over)
    comment = over.submission.comments.get(number=1)
    assert "Does this answer satisfy you?" in page(over.signer, basket(over))
    assert "Does this answer satisfy you?" not in page(over.drafter, basket(over))
    send(over.signer, f"/comments/{comment.pk}/verdict", verdict="no", note="A number.")
    assert "not satisfied: A number." in page(over.story.steward, basket(over)).replace("\n", "")
    assert "said whether an answer satisfies" in page(over.drafter, basket(over))
    assert send(over.drafter, f"/comments/{comment.pk}/verdict", verdict="yes").status_code == 404


def test_everybody_reads_you_said_we_did_once_it_is_out(page, client, over, steward):
    settle(over, said="The north needs people.")
    preview = page(steward, here(over, "/outcome"))
    assert "how it would be published now" in preview
    client.logout()
    assert client.get(here(over, "/outcome")).status_code == 404
    asked = client.get(here(over)).content.decode()
    assert "This consultation is over" in asked
    assert "Too few technicians" not in asked
    story = over.story
    story.translate()
    story.take(steward, "submit_for_approval")
    story.take(story.approver, "publish", note="The first edition.")
    client.logout()
    public = client.get(here(over, "/outcome")).content.decode()
    assert "The north needs people." in public
    assert "Chamber" in public
    assert "1 more comment was read and is not published" in public
    assert "retire" not in public
    assert "You said, we did" in client.get(here(over)).content.decode()
    with translation.override("es"):
        spanish = client.get(f"/es{here(over, '/outcome')}").content.decode()
    assert "Ustedes dijeron" in spanish
    assert Outcome.objects.count() == 1


def test_the_table_leaves_as_a_file_and_a_filled_one_is_looked_at_first(client, page, send, over):
    steward = over.story.steward
    client.force_login(steward)
    answer = client.get(here(over, "/answers/table.xlsx"))
    assert answer.headers["Content-Type"] == sheets.MIME
    book = load_workbook(BytesIO(answer.content))
    for row in (2, 3, 4):
        book.active.cell(row, 8).value = "Noted: We have read it."
    file = BytesIO()
    book.save(file)
    there = here(over, "/answers/import")
    sent = SimpleUploadedFile("answers.xlsx", file.getvalue())
    looked = client.post(there, {"file": sent})
    assert looked.status_code == 200
    assert "This is what it says" in looked.content.decode()
    assert not Response.objects.exists()
    seen = SEEN_FORM.search(looked.content.decode()).group(1)
    taken = client.post(there, {"seen": seen})
    assert (taken.status_code, taken.url) == (303, here(over, "/answers"))
    assert Response.objects.get().comments.count() == 3
    assert client.post(there, {"seen": "made up"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"hello", "no file of the sort XLSX"),
        ("a.pdf", b"hello", "of the sort XLSX or DOCX"),
        ("a.docx", b"", "empty"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(client, over, name, content, words):
    client.force_login(over.story.steward)
    sent = SimpleUploadedFile(name, content)
    answer = client.post(here(over, "/answers/import"), {"file": sent})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_what_is_wrong_in_a_table_is_told_with_its_rows(client, over):
    client.force_login(over.story.steward)
    book = load_workbook(BytesIO(client.get(here(over, "/answers/table.xlsx")).content))
    book.active.cell(2, 1).value, book.active.cell(2, 8).value = "nobody-1", "Noted: x"
    book.active.cell(3, 8).value = "Perhaps: x"
    file = BytesIO()
    book.save(file)
    sent = SimpleUploadedFile("answers.xlsx", file.getvalue())
    answer = client.post(here(over, "/answers/import"), {"file": sent})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "2 things are wrong" in told
    assert "nobody-1" in told
    assert "Row 3" in told


def test_an_organisation_takes_the_form_away_and_back(client, asked_round):
    asked_round.open().invite()
    client.force_login(asked_round.drafter)
    book = load_workbook(BytesIO(client.get(here(asked_round, "/form.xlsx")).content))
    book.active.cell(3, 6).value = "Far too few."
    file = BytesIO()
    book.save(file)
    there = f"{basket(asked_round)}/import"
    looked = client.post(there, {"file": SimpleUploadedFile("x.xlsx", file.getvalue())})
    seen = SEEN_FORM.search(looked.content.decode()).group(1)
    assert client.post(there, {"seen": seen}).status_code == 303
    assert asked_round.comment.text == "Far too few."
    assert client.get(here(asked_round, "/form.pdf")).status_code == 404
    client.force_login(asked_round.story.steward)
    assert client.get(there).status_code == 404


def test_the_table_takes_as_many_questions_with_one_comment_as_with_many(client, over):
    client.force_login(over.story.steward)
    with CaptureQueriesContext(connection) as few:
        client.get(here(over, "/answers"))
    settle(over)
    with CaptureQueriesContext(connection) as many:
        client.get(here(over, "/answers"))
    assert len(many) <= len(few)
    assert len(few) == QUERIES
