"""To talk in the margin on the pages, without a script; and who finds nothing there."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roadmaps import elements, threads
from roadmaps import roadmap as maps
from roadmaps.models import Element, Link, Note, Notice, Roadmap, Thread
from tests import factories
from tests.roadmaps.things import now

MAP = "/roadmaps/electromobility"
LIST = f"{MAP}/threads"
PAGES = 27  # questions that the list asks, however long it is


def at(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def desk(editor, roadmap):
    return at(editor)


def begun(who, roadmap, text="Is this so?", mentions=(), **where):
    roadmap = Roadmap.objects.get(pk=roadmap.pk)
    return threads.begin(who, roadmap, text, mentions, **where or {"element": "EMO-C01"})


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def post(client, address, status=303, **data):
    answer = client.post(address, data)
    assert answer.status_code == status, answer.content
    return answer


def test_one_begins_on_the_page_of_an_element_and_mentions_somebody(desk, roadmap, steward, goal):
    told = page(desk, f"{MAP}/elements/EMO-C01")
    assert f"{LIST}/begin?element=EMO-C01" in told
    assert "open thread" not in told
    form = page(desk, f"{LIST}/begin?element=EMO-C01")
    assert "Steward" in form
    said = {"text": "Which survey?", "part": "field:title", "quote": "technicians"}
    answer = post(desk, f"{LIST}/begin?element=EMO-C01", **said, mentions=str(steward.pk))
    thread = Thread.objects.get()
    assert answer["Location"] == f"{LIST}/{thread.pk}"
    assert (thread.element.code, thread.field, thread.quote) == ("EMO-C01", "title", "technicians")
    assert Notice.objects.get(kind="mentioned").person == steward
    told = page(desk, answer["Location"])
    for words in ("Which survey?", "“technicians”", "For: Steward", "began the thread"):
        assert words in told, words
    assert "1 open thread" in page(desk, f"{MAP}/elements/EMO-C01")


def test_one_talks_about_a_figure_a_link_and_the_map_as_a_whole(desk, roadmap, goal):
    figure, link = goal.figures.get(), Link.objects.get(target__code="EMO-S01")
    assert f"figure:{figure.pk}" in page(desk, f"{LIST}/begin?element=EMO-G01")
    post(desk, f"{LIST}/begin?element=EMO-G01", text="Low?", part=f"figure:{figure.pk}")
    post(desk, f"{LIST}/begin?element=EMO-S01", text="Does it?", part=f"link:{link.pk}")
    post(desk, f"{LIST}/begin", text="Well done.", part="field:title")
    found = {each.notes.get().text: each for each in Thread.objects.all()}
    assert (found["Low?"].figure, found["Does it?"].link) == (figure, link)
    assert (found["Well done."].element, found["Well done."].field) == (None, "title")
    told = page(desk, LIST)
    assert "Electric share of output" in told
    assert "The map as a whole" in told
    assert "3 are open" in told


def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, roadmap, steward):
    for said, why in (
        ({"text": "  "}, "This field is required."),
        ({"text": "Hm.", "quote": "Not there"}, "do not stand there"),
        ({"text": "Hm.", "part": "field:secret"}, "not one of the available choices"),
        ({"text": "Hm.", "mentions": "nobody"}, "not a valid"),
    ):
        answer = post(desk, f"{LIST}/begin?element=EMO-C01", 422, **said)
        told = answer.content.decode()
        assert why in told, told
        assert said["text"].strip() in told
    assert not Thread.objects.exists()
    page(desk, f"{LIST}/begin?element=EMO-C99", 404)


def test_one_goes_on_resolves_and_reopens(desk, roadmap, editor, steward):
    thread = begun(editor, roadmap)
    here = f"{LIST}/{thread.pk}"
    other = at(steward)
    post(other, here, text="It is.", mentions=str(editor.pk))
    assert Notice.objects.get(person=editor, kind="mentioned").reason == "It is."
    post(other, f"{here}/resolve")
    told = page(desk, here)
    assert "Steward resolved it on" in told
    assert "Go on" not in told
    assert "resolved already" in page_after(desk, post(desk, f"{here}/resolve"))
    post(desk, here, 409, text="One more thing.")
    post(desk, f"{here}/reopen")
    post(desk, here, text="One more thing.")
    assert [each.number for each in Note.objects.order_by("number")] == [1, 2, 3]


def page_after(client, answer):
    return page(client, answer["Location"])


def test_a_note_is_changed_by_its_author_alone(desk, roadmap, editor, steward):
    note = begun(editor, roadmap, "First.").notes.get()
    there = f"{MAP}/notes/{note.pk}"
    base = re.search(r'name="base" value="(\d+)"', page(desk, there))[1]
    post(desk, there, text="Second.", base=base)
    told = page(desk, f"{LIST}/{note.thread_id}")
    assert "changed note 1, which said before: “First.”" in told
    answer = post(desk, there, 409, text="Third.", base=base)
    again = answer.content.decode()
    assert "Third." in again
    assert f'name="base" value="{Thread.objects.get().revision}"' in again
    page(at(steward), there, 403)
    post(at(steward), there, 403, text="Mine.")
    assert Note.objects.get().text == "Second."


def test_what_lost_its_place_stands_in_the_tray_until_it_is_attached(desk, roadmap, editor):
    thread = begun(editor, roadmap, element="EMO-C01", field="title", quote="technicians")
    assert "Their place is gone" not in page(desk, LIST)
    whole = elements.in_full(Element.objects.get(code="EMO-C01"))
    elements.edit(editor, whole, now(roadmap), title="Too few engineers")
    told = page(desk, LIST)
    assert "Their place is gone" in told
    assert "“technicians”" in told
    here = f"{LIST}/{thread.pk}"
    assert "It belongs to" in page(desk, here)
    post(desk, f"{here}/attach", element="EMO-S01")
    assert "belongs now to" in page(desk, here)
    assert "Their place is gone" not in page(desk, LIST)
    assert "Name an element" in page_after(desk, post(desk, f"{here}/attach", element="EMO-C99"))


def test_the_list_is_filtered(desk, roadmap, editor, steward):
    begun(editor, roadmap, "Mine.")
    begun(steward, roadmap, "For you.", [editor], element="EMO-S01")
    begun(steward, roadmap, "Not yours.", element="EMO-G01")
    threads.resolve(editor, begun(steward, roadmap, "Settled.", element="EMO-G01"))
    for query, found in (
        ("", {"Mine.", "For you.", "Not yours."}),
        ("?mine=yes", {"Mine.", "For you."}),
        ("?state=resolved", {"Settled."}),
        ("?state=all&element=EMO-G01", {"Not yours.", "Settled."}),
        ("?element=EMO-N01", set()),
        ("?order=element", {"Mine.", "For you.", "Not yours."}),
    ):
        told = page(desk, LIST + query)
        words = {"Mine.", "For you.", "Not yours.", "Settled."}
        assert {each for each in words if f"<p>{each}</p>" in told} == found, query
    page(desk, f"{LIST}?state=none", 400)
    page(desk, f"{LIST}?author=x", 400)


def test_where_nobody_talks_it_says_how_to_begin(desk, roadmap):
    told = page(desk, LIST)
    assert "Nobody is talking yet." in told
    assert "0 are open" in told


def test_the_number_of_questions_does_not_depend_on_the_number_of_threads(
    desk, roadmap, editor, steward, goal
):
    begun(editor, roadmap)
    page(desk, LIST)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(desk, LIST)
        counts.append(len(asked))
        for code in ("EMO-S01", "EMO-G01", "EMO-C01"):
            begun(steward, roadmap, "More.", [editor], element=code)
        begun(steward, roadmap, "More.", figure=goal.figures.get().pk)
        begun(steward, roadmap, "More.", link=Link.objects.first().pk)
    assert counts == [PAGES, PAGES]


@pytest.mark.parametrize("role", ["observer", "commenter", "reporter"])
def test_SR_03_who_looks_on_finds_nothing_and_no_number(registrar, roadmap, editor, steward, role):
    thread = begun(editor, roadmap)
    person = factories.person(registrar, name="Onlooker")
    maps.grant(steward, Roadmap.objects.get(pk=roadmap.pk), role, user=person)
    client = at(person)
    for address in (LIST, f"{LIST}/{thread.pk}", f"{LIST}/begin", f"{LIST}?state=all"):
        page(client, address, 404)
    for step in ("resolve", "reopen", "attach"):
        post(client, f"{LIST}/{thread.pk}/{step}", 404)
    post(client, f"{MAP}/notes/{thread.notes.get().pk}", 404, text="Mine.")
    told = page(client, f"{MAP}/elements/EMO-C01")
    assert "thread" not in re.sub(r"its thread through the whole map", "", told.lower())
    assert "/threads" not in page(client, MAP)


def test_SR_04_numbers_count_only_what_one_may_read(desk, roadmap, editor, steward):
    secret = elements.add(
        steward, Roadmap.objects.get(pk=roadmap.pk), "challenge", title="Secret",
        visibility="internal",
    )  # fmt: skip
    before = page(desk, LIST)
    thread = begun(steward, roadmap, "Between us.", element=secret.code)
    assert strip(page(desk, LIST)) == strip(before)
    page(desk, f"{LIST}/{thread.pk}", 404)
    assert "1 is open" in page(at(steward), LIST)
    # Among those whom one can mention there the editor does not stand.
    assert "Editor" not in page(at(steward), f"{LIST}/begin?element={secret.code}")


def strip(told):
    return re.sub(r'csrf\w*" value="\w+"|nonce="[^"]+"', "", told)


def test_the_pages_speak_spanish(desk, roadmap, editor):
    thread = begun(editor, roadmap)
    for address, words in (
        (LIST, "Conversaciones"),
        (f"{LIST}/{thread.pk}", "Todas las conversaciones"),
        (f"{LIST}/begin", "El mapa en su conjunto"),
    ):
        assert words in page(desk, f"/es{address}"), address
