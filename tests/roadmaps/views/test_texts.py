"""The texts of a map as pages: read in order, written as Markdown, who wrote what."""

import pytest

from roadmaps import narratives, workflow
from roadmaps.models import Narrative
from roadmaps.narratives import sections

HERE = "/roadmaps/electromobility"


@pytest.fixture
def vision(steward, roadmap):
    return sections.add(steward, roadmap, "vision")


@pytest.fixture
def post(client):
    def send(address, said, person):
        client.force_login(person)
        return client.post(address, said)

    return send


@pytest.fixture
def page(client):
    def read(address, person):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    return read


def test_a_text_is_written_as_markdown_and_read_on_the_page(post, page, steward, editor, vision):
    said = {"markdown": "## Why\n\nWe **lead**.", "base": 0}
    assert post(f"{HERE}/texts/{vision.pk}", said, editor).status_code == 303
    assert "<strong>lead</strong>" in page(f"{HERE}/text", steward)
    assert "<strong>lead</strong>" in page(f"{HERE}/texts/{vision.pk}/history", steward)
    assert says(vision) == "WhyWe lead."


def says(narrative):
    fresh = Narrative.objects.get(pk=narrative.pk)
    return narratives.text_of(fresh).document.text_content


@pytest.mark.parametrize("markdown", ["See [[EMO-C99]].", "[x](ftp://example.org)"])
def test_what_cannot_stand_there_is_said_and_what_was_typed_stays(post, editor, vision, markdown):
    response = post(f"{HERE}/texts/{vision.pk}", {"markdown": markdown, "base": 0}, editor)
    assert response.status_code == 422
    assert markdown in response.content.decode()
    assert says(vision) == ""


def test_SR_05_a_text_is_for_those_who_work_on_the_map(client, post, partner, registrar, vision):
    for address in ("", "/history"):
        assert client.get(f"{HERE}/texts/{vision.pk}{address}").status_code in (302, 404)
    client.force_login(registrar)
    assert client.get(f"{HERE}/texts/{vision.pk}").status_code == 404
    said = {"markdown": "Mine.", "base": 0}
    assert post(f"{HERE}/texts/{vision.pk}", said, registrar).status_code == 404


def test_the_usual_sections_are_begun_moved_and_taken_off(post, page, steward, roadmap):
    assert post(f"{HERE}/text/begin", {"usual": "1"}, steward).status_code == 303
    first, second, *_others = Narrative.objects.order_by("position")
    post(f"{HERE}/texts/{second.pk}/move", {"way": "up"}, steward)
    assert Narrative.objects.order_by("position").first() == second
    post(f"{HERE}/texts/{first.pk}/withdraw", {}, steward)
    told = page(f"{HERE}/text", steward)
    assert told.index("Diagnosis") > 0
    assert f'id="text-{first.pk}"' not in told


def test_one_goes_back_to_what_it_said(post, steward, vision):
    post(f"{HERE}/texts/{vision.pk}", {"markdown": "One.", "base": 0}, steward)
    post(f"{HERE}/texts/{vision.pk}", {"markdown": "Two.", "base": 1}, steward)
    post(f"{HERE}/texts/{vision.pk}/restore", {"version": 1}, steward)
    assert says(vision) == "One."


def test_an_element_has_a_body(post, page, steward, challenge):
    response = post(f"{HERE}/elements/{challenge.code}/text", {}, steward)
    body = Narrative.objects.get()
    assert response.headers["Location"] == f"{HERE}/texts/{body.pk}"
    assert (body.element.code, body.kind) == (challenge.code, "body")


def test_with_an_edition_everybody_reads_it(post, client, steward, approver, empty_map):
    vision = sections.add(steward, empty_map, "vision")
    post(f"{HERE}/texts/{vision.pk}", {"markdown": "We **lead**.", "base": 0}, steward)
    workflow.adopt(approver, [empty_map], label="1", note="First.")
    client.logout()
    assert "<strong>lead</strong>" in client.get(f"{HERE}/text").content.decode()
