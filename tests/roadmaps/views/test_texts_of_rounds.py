"""The texts of a round on its pages: read, spoken of, named wherever places are named."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from roadmaps import answering, consulted, desk, outcomes, receipts, remarks
from roadmaps.models import Comment, Remark
from tests import factories
from tests.roadmaps.views.rounds import basket, here, put_in

PLACE = "Text: <span"


@pytest.fixture
def vision(asked_round):
    vision = asked_round.begin_vision()
    asked_round.open().invite()
    return vision


def where(vision, ending=""):
    return f"?narrative={vision.pk}{ending}"


def test_each_text_stands_on_the_page_of_the_round_with_a_way_to_comment_on_it(
    page, asked_round, vision
):
    read = page(asked_round.drafter, here(asked_round))
    assert "<p>We train many people, and many people train others.</p>" in read
    assert f'href="{here(asked_round, "/comment")}?narrative={vision.pk}"' in read
    assert "passages.js" in read
    seen_by_staff = page(asked_round.story.editor, here(asked_round))
    assert "We train many people" in seen_by_staff
    assert "?narrative=" not in seen_by_staff


def test_words_are_quoted_in_the_form_without_scripts(page, send, asked_round, vision):
    form = page(asked_round.drafter, here(asked_round, f"/comment{where(vision)}"))
    assert 'name="quote"' in form
    assert 'name="field"' not in form
    assert "<p>We train many people" in form
    refused = put_in(send, asked_round, where(vision), quote="many pupils")
    assert refused.status_code == 422
    assert "Quote them as they stand" in refused.content.decode()
    assert "Too few." in refused.content.decode()
    answer = put_in(send, asked_round, where(vision), quote="many people")
    assert answer.url == f"{here(asked_round)}#text-{vision.pk}"
    assert (asked_round.comment.start, asked_round.comment.quote) == (10, "many people")


def test_words_that_were_marked_stand_in_the_form_and_may_be_changed(
    page, send, asked_round, vision
):
    marked = where(vision, "&start=26&end=38")
    form = page(asked_round.drafter, here(asked_round, f"/comment{marked}"))
    assert 'name="quote" value="many people"' in form
    put_in(send, asked_round, marked, quote="many people")
    assert (asked_round.comment.start, asked_round.comment.end) == (27, 38)
    put_in(send, asked_round, marked, quote="train")
    put_in(send, asked_round, marked, quote="")
    told = Comment.objects.order_by("number").values_list("quote", "start", "end")
    assert list(told)[1:] == [("train", 4, 9), ("", None, None)]


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ("?narrative=none", 404),
        ("?narrative=00000000-0000-4000-8000-000000000000", 404),
        ("?element=EMO-C01&start=1&end=2", 400),
        ("?start=1&end=2", 400),
        ("?narrative={pk}&element=EMO-C01", 400),
        ("?narrative={pk}&start=x&end=2", 400),
        ("?narrative={pk}&start=99999999999&end=2", 400),
        ("?narrative={pk}&start=9&end=2", 200),
        ("?narrative={pk}&start=9", 200),
    ],
)
def test_SR_20_an_address_that_names_no_place_is_refused(page, asked_round, vision, ending, status):
    page(asked_round.drafter, here(asked_round, f"/comment{ending.format(pk=vision.pk)}"), status)


def test_the_place_is_named_in_the_basket_the_answers_and_the_outcome(page, asked_round, vision):
    comment = asked_round.speak(vision, quote="many people")
    assert PLACE in page(asked_round.drafter, basket(asked_round))
    assert PLACE in page(asked_round.drafter, f"/comments/{comment.pk}/edit")
    asked_round.reach_the_end()
    steward, it = asked_round.story.steward, asked_round.consultation
    answers = page(steward, here(asked_round, "/answers"))
    assert PLACE in answers
    assert "place gone" not in answers
    made = answering.answer(steward, it, [comment], disposition="not_accepted", text="No.",
                            reason="So.")  # fmt: skip
    assert PLACE in page(steward, f"/responses/{made.pk}")
    answering.give(steward, [made])
    (told,) = outcomes.build(it)["comments"]
    assert told["narrative"] == {"id": str(vision.pk), "title": "Vision"}
    assert "Text: Vision · “many people”" in page(steward, here(asked_round, "/outcome"))
    with translation.override("es"):
        assert "Texto:" in page(steward, f"/es{here(asked_round, '/outcome')}")
    asked_round.cut(vision, 1, 22)
    assert "place gone" in page(steward, here(asked_round, "/answers"))
    assert PLACE in page(steward, here(asked_round, "/tray"))


def test_a_firm_remarks_on_words_and_its_association_takes_them_up(
    page, send, asked_round, vision, registrar
):
    firm, worker = factories.organisation(registrar), factories.person(registrar)
    factories.people.join(registrar, worker, firm)
    asked = consulted.ask(asked_round.drafter, asked_round.submission, firm, "")
    read = page(worker, f"/consulted/{asked.pk}")
    assert f"/consulted/{asked.pk}/remark?narrative={vision.pk}" in read
    said = {"text": "Which ones?", "type": "factual", "quote": "many people"}
    there = f"/consulted/{asked.pk}/remark{where(vision, '&start=27&end=38')}"
    assert send(worker, there, **said).status_code == 303
    assert PLACE in page(worker, f"/consulted/{asked.pk}")
    assert PLACE in page(asked_round.drafter, basket(asked_round))
    comment = desk.take_up(asked_round.drafter, asked_round.submission, Remark.objects.all())
    assert (comment.narrative, comment.start, comment.quote) == (vision, 27, "many people")
    assert comment.passage.now == (27, 38)
    remarks.write(worker, asked, "general", "All of it.", narrative=str(vision.pk))


def test_SR_06_the_steward_reads_in_the_margin_what_was_sent_and_nobody_else_does(
    page, asked_round, vision
):
    story, there = asked_round.story, f"/roadmaps/electromobility/texts/{vision.pk}"
    asked_round.speak(vision, quote="many people", text="Whom do you mean?")
    assert "Whom do you mean?" not in page(story.steward, there)
    asked_round.describe()
    asked_round.send()
    read = page(story.steward, there)
    assert "Whom do you mean?" in read
    assert f"{basket(asked_round)}#comment-1" in read
    assert "Whom do you mean?" not in page(story.editor, there)
    page(asked_round.competitor, there, 404)
    page(asked_round.competitor, basket(asked_round), 404)
    asked_round.cut(vision, 1, 22)
    assert "Whom do you mean?" not in page(story.steward, there)


def test_the_pages_ask_as_little_for_many_comments_on_words_as_for_one(page, asked_round, vision):
    steward = asked_round.story.steward
    pages = (f"/roadmaps/electromobility/texts/{vision.pk}", here(asked_round, "/answers"),
             here(asked_round, "/tray"), basket(asked_round))  # fmt: skip

    def count():
        asked_round.describe()
        asked_round.send()
        asked_round.cut(vision, 1, 2)  # what is typed next finds every mark where it is
        found = []
        for address in pages:
            page(steward, address)  # whatever is remembered is remembered by now
            with CaptureQueriesContext(connection) as queries:
                page(steward, address)
            found.append(len(queries))
        receipts.take_back(asked_round.signer, asked_round.submission)
        return found

    asked_round.speak(vision, quote="many people")
    one = count()
    for quote in ("train", "people train", "others"):
        asked_round.speak(vision, quote=quote)
    assert count() == one
