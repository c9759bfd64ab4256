"""An element is told at more length on its page, and the telling begun by those who write."""

import pytest

from roadmaps import elements, narratives, workflow
from roadmaps.models import Narrative
from roadmaps.narratives import sections
from roadmaps.prose import marking
from tests.roadmaps.things import now

HERE = "/roadmaps/electromobility"
OFFER = "Say more about it in running text"


@pytest.fixture
def page(client):
    def read(address, person=None):
        client.logout()
        if person:
            client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    return read


@pytest.fixture
def body(steward, challenge):
    """The body of the challenge, with a few words in it."""
    made = sections.begin_body(steward, challenge)
    put(steward, made, "## Why\n\nWe **train** too few.^[Asked in 2024.](survey-2024)")
    return made


def put(person, narrative, markdown):
    fresh = Narrative.objects.get(pk=narrative.pk)
    told = marking.parse(markdown, {})
    narratives.put(person, fresh, fresh.version, told, "page", fresh.version)


def settle(roadmap):
    """Write in the log what was typed, as the clock does when its writers rest."""
    roadmap.refresh_from_db()
    narratives.settle(roadmap)


def test_those_who_work_on_a_map_read_the_body_as_it_was_typed(page, partner, steward, body):
    told = page(f"{HERE}/elements/EMO-C01", partner)
    assert "<strong>train</strong>" in told
    assert "<h3>Why</h3>" in told  # below the heading under which it stands
    assert f"/texts/{body.pk}" not in told
    assert f'href="{HERE}/texts/{body.pk}"' in page(f"{HERE}/elements/EMO-C01", steward)


def test_a_footnote_names_its_source_and_leads_to_it(page, steward, roadmap, body):
    roadmap.refresh_from_db()
    told = page(f"{HERE}/elements/EMO-C01", steward)
    assert 'Asked in 2024. (<a href="/sources/survey-2024">' in told


def test_what_is_typed_after_an_edition_waits_for_the_next_one(
    page, steward, approver, roadmap, body
):
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    roadmap.refresh_from_db()
    workflow.open_refresh(steward, roadmap)
    put(steward, body, "Otherwise.")
    assert "<strong>train</strong>" in page(f"{HERE}/elements/EMO-C01")
    assert "Otherwise." in page(f"{HERE}/elements/EMO-C01", steward)


def test_as_of_an_earlier_day_the_body_is_told_as_it_was(page, steward, roadmap, body):
    settle(roadmap)
    revision = now(roadmap)
    put(steward, body, "Otherwise.")
    settle(roadmap)
    told = page(f"{HERE}/elements/EMO-C01?as_of={revision}", steward)
    assert "<strong>train</strong>" in told
    assert "Otherwise." not in told


def test_without_a_body_those_who_may_write_are_offered_to_begin_one(
    page, steward, partner, challenge, roadmap
):
    assert OFFER in page(f"{HERE}/elements/EMO-C01", steward)
    assert OFFER not in page(f"{HERE}/elements/EMO-C01", partner)


def test_the_reader_s_language_comes_first_and_the_other_is_named(page, steward, challenge, body):
    assert "<strong>train</strong>" in page(f"/es{HERE}/elements/EMO-C01", steward)
    spanish = sections.begin_body(steward, challenge, "es")
    put(steward, spanish, "Formamos a muy pocos.")
    told = page(f"/es{HERE}/elements/EMO-C01", steward)
    assert "Formamos a muy pocos." in told
    assert "<strong>train</strong>" not in told
    assert f"#text-{body.pk}" in told


def test_an_empty_body_is_nothing_to_those_who_cannot_write_it(page, steward, partner, challenge):
    made = sections.begin_body(steward, challenge)
    assert f"text-{made.pk}" not in page(f"{HERE}/elements/EMO-C01", partner)
    assert "Nothing is written here yet." in page(f"{HERE}/elements/EMO-C01", steward)


def test_the_body_of_a_hidden_element_is_told_to_nobody_who_may_not_read_it(
    client, page, steward, partner, roadmap, challenge, body
):
    fresh = elements.in_full(challenge)
    elements.edit(steward, fresh, now(roadmap), visibility="internal")
    client.force_login(partner)
    assert client.get(f"{HERE}/elements/EMO-C01").status_code == 404
    assert "train" not in page(f"{HERE}/text", partner)


def test_a_page_with_a_body_asks_the_database_no_more_for_each_of_them(
    client, steward, challenge, skill, body, django_assert_max_num_queries
):
    address = f"{HERE}/text"
    settle(challenge.roadmap)
    client.force_login(steward)
    client.get(address)
    with django_assert_max_num_queries(60) as asked:
        client.get(address)
    before = len(asked)
    put(steward, sections.begin_body(steward, skill), "Another.")
    settle(challenge.roadmap)
    with django_assert_max_num_queries(before):
        client.get(address)


def test_a_body_is_called_as_the_element_is_in_its_language(steward, roadmap, challenge):
    told = {"es": {"title": {"text": "Faltan técnicos", "revision": now(roadmap)}}}
    elements.edit(steward, elements.in_full(challenge), now(roadmap), translations=told)
    fresh = elements.in_full(challenge)
    titles = [sections.begin_body(steward, fresh, language).title for language in ("en", "es")]
    assert titles == ["Too few technicians", "Faltan técnicos"]
