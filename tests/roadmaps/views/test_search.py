"""Words are looked for on the pages of a map, and each hit leads to its place."""

import pytest

from roadmaps import elements, narratives, workflow
from roadmaps.models import Narrative
from roadmaps.narratives import sections
from roadmaps.prose import marking
from tests.roadmaps.things import now

HERE = "/roadmaps/electromobility"


@pytest.fixture
def texts(steward, roadmap, skill):
    """A section and a body, typed and not yet settled."""
    section, body = sections.add(steward, roadmap, "vision"), sections.begin_body(steward, skill)
    for narrative, words in ((section, "A needle in the vision."), (body, "A needle of a skill.")):
        narratives.put(steward, narrative, 0, marking.parse(words, {}), "page", 1)
    return section, body


@pytest.fixture
def page(client):
    def read(address, person=None):
        client.logout()
        if person:
            client.force_login(person)
        return client.get(address).content.decode()

    return read


def test_each_hit_leads_to_the_text_at_its_place(page, steward, texts):
    section, body = texts
    told = page(f"{HERE}/search?q=needle", steward)
    assert f'href="{HERE}/text#text-{section.pk}"' in told
    assert f'href="{HERE}/elements/EMO-S01#text-{body.pk}"' in told
    assert "A <mark>needle</mark> in the vision." in told
    assert f'id="text-{section.pk}"' in page(f"{HERE}/text", steward)
    assert f'id="text-{body.pk}"' in page(f"{HERE}/elements/EMO-S01", steward)


def test_in_another_language_a_body_is_found_where_all_texts_stand(page, steward, texts):
    _section, body = texts
    assert f'href="/es{HERE}/text#text-{body.pk}"' in page(f"/es{HERE}/search?q=needle", steward)


def test_nothing_found_and_nothing_asked_are_said_in_words(page, steward, texts):
    assert "These words do not stand on this map." in page(f"{HERE}/search?q=haystack", steward)
    assert "Ask for one or more words" in page(f"{HERE}/search", steward)
    assert "&lt;b&gt;" in page(f"{HERE}/search?q=<b>", steward)


def test_SR_05_the_public_finds_what_is_published_and_nothing_that_is_hidden(
    page, client, steward, approver, roadmap, skill, texts
):
    assert client.get(f"{HERE}/search?q=needle").status_code == 404
    elements.edit(steward, elements.in_full(skill), now(roadmap), visibility="internal")
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    assert page(f"{HERE}/search?q=needle").count("<mark>") == 1
    assert page(f"{HERE}/search?q=needle", steward).count("<mark>") == 2


def test_as_of_an_earlier_time_the_words_of_then_are_found(page, steward, roadmap, texts):
    roadmap.refresh_from_db()
    narratives.settle(roadmap)
    then = now(roadmap)
    section = Narrative.objects.get(pk=texts[0].pk)
    narratives.put(steward, section, 1, marking.parse("Otherwise.", {}), "page", 2)
    roadmap.refresh_from_db()
    narratives.settle(roadmap)
    assert page(f"{HERE}/search?q=needle&as_of={then}", steward).count("<mark>") == 2
    told = page(f"{HERE}/search?q=needle&as_of={then}", steward)
    assert f'{HERE}/text?as_of={then}#text-{section.pk}"' in told
    assert page(f"{HERE}/search?q=needle", steward).count("<mark>") == 1


def test_the_number_of_texts_asks_no_more_of_the_database(
    client, steward, roadmap, texts, django_assert_max_num_queries
):
    roadmap.refresh_from_db()
    narratives.settle(roadmap)
    client.force_login(steward)
    client.get(f"{HERE}/search?q=needle")
    with django_assert_max_num_queries(60) as asked:
        client.get(f"{HERE}/search?q=needle")
    for kind in ("diagnosis", "strategy"):
        more = sections.add(steward, roadmap, kind)
        narratives.put(steward, more, 0, marking.parse("One more needle.", {}), "page", 1)
    roadmap.refresh_from_db()
    narratives.settle(roadmap)
    before = len(asked)
    with django_assert_max_num_queries(before):
        assert client.get(f"{HERE}/search?q=needle").content.decode().count("<mark>") == 4


@pytest.mark.parametrize(
    "words", ["\0", "\U0001f697" * 300, "a" * 5000, "%_\\'\"<script>", "\u0301"]
)
def test_SR_20_whatever_is_asked_is_looked_for_and_nothing_else(client, steward, texts, words):
    client.force_login(steward)
    answer = client.get(f"{HERE}/search", {"q": words})
    assert answer.status_code in (200, 400)
    assert "<script>" not in answer.content.decode()
