"""The page of what changed between two sides of a map."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps import elements, workflow
from tests.roadmaps.things import now

PAGE = "/roadmaps/electromobility/diff"
LONG = "Every year 1,200 technicians retire, and only 700 come out of the schools of the region. "


@pytest.fixture
def changed(published, steward, editor, approver, challenge, skill):
    """In edition 2.0 a title and a text are others, a skill is gone, a technology is new."""
    workflow.open_refresh(steward, published)
    said = {"title": "Hardly any technicians", "summary": LONG * 2, "period": "2026/2031"}
    elements.edit(editor, challenge, now(published), **said)
    elements.withdraw(editor, skill)
    elements.add(editor, published, "technology", title="Solid-state cells", period="2029")
    workflow.adopt(approver, [published], note="More is known.")
    published.refresh_from_db()
    return published


def test_two_editions_are_compared_in_sentences_and_on_the_picture(text, changed):
    page = text(f"{PAGE}?from=1.0&to=2.0")
    assert "5 differences between edition 1.0 and edition 2.0" in page
    assert "Of the elements: added: 1, removed: 1, moved in time: 1, changed: 1." in page
    for said in (
        "“Solid-state cells” was added: Technology.",
        "“High-voltage work” was removed.",
        "“title” changed from “Too few technicians” to “Hardly any technicians”.",
        "“Hardly any technicians” was moved: 2025–2030 before, 2026–2031 now.",
    ):
        assert said in page
    for sign in ("added", "removed", "moved", "changed"):
        assert f'class="sign {sign}"' in page
    assert 'href="#of-EMO-C01"' in page
    assert 'id="of-EMO-C01"' in page
    assert "Here: moved in time. Here: changed." in page


def test_in_spanish_too(text, changed):
    page = text(f"/es{PAGE}?from=1.0&to=2.0")
    assert "5 diferencias entre la edición 1.0 y la edición 2.0" in page
    assert "Se quitó «High-voltage work»." in page


def test_where_nobody_says_otherwise_the_last_two_editions_are_compared(text, changed):
    assert "between edition 1.0 and edition 2.0" in text(PAGE)


def test_members_compare_their_working_copy_with_the_edition_in_force(
    client, text, changed, steward, editor, challenge
):
    workflow.open_refresh(steward, changed)
    elements.edit(editor, challenge, now(changed), summary=LONG.replace("1,200", "1,300") * 2)
    client.force_login(editor)
    page = text(PAGE)
    assert "1 difference between edition 2.0 and the working copy as it is now" in page
    assert '<del><span class="hidden">Taken out: </span> 1,200</del>' in page
    assert '<ins><span class="hidden">Put in: </span> 1,300</ins>' in page
    before = changed.revision - 1
    assert "1 difference between the working copy on" in text(f"{PAGE}?from={before}")


def test_SR_03_what_the_reader_may_not_see_is_told_on_neither_side(
    client, text, changed, steward, partner, challenge
):
    workflow.open_refresh(steward, changed)
    then = now(changed)
    elements.edit(steward, challenge, then, visibility="internal", title="Not for partners")
    client.force_login(partner)
    page = text(f"{PAGE}?from={then}")
    assert "EMO-C01" not in page
    assert "Nothing that stands on the map is different." in page
    assert "Not for partners" not in text(f"{PAGE}?from=1.0")  # though 1.0 has it, by another name


def test_equal_sides_and_a_single_edition_are_said_to_be_so(text, published):
    assert "Nothing that stands on the map is different." in text(f"{PAGE}?from=1.0&to=1.0")
    assert "there is nothing to compare it with yet" in text(PAGE)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("from=9.9", "This map has no edition 9.9."),
        ("from=1.0&to=tomorrow", "“tomorrow” is no edition, no day and no revision."),
        ("from=3", "Revisions can be compared only by those who work on the map."),
        ("from=<b>", "“&lt;b&gt;” is no edition"),
    ],
)
def test_a_side_that_there_is_not_is_said_beside_the_form(client, changed, query, why):
    answer = client.get(f"{PAGE}?{query}")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert why in page
    assert 'aria-invalid="true"' in page
    assert '<input id="from"' in page


def test_what_the_page_does_not_know_is_refused(client, changed):
    assert client.get(f"{PAGE}?since=1.0").status_code == 400


@pytest.mark.parametrize("person", [None, "stranger"])
def test_SR_05_a_hidden_map_is_a_missing_one(client, request, roadmap, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    for slug, query in product(("electromobility", "no-such-map"), ("", "?from=1.0", "?from=x")):
        assert client.get(f"/roadmaps/{slug}/diff{query}").status_code == 404


def test_it_is_reached_from_the_history_and_from_the_editions(client, text, changed, editor):
    assert f'href="{PAGE}?from=1.0&amp;to=2.0"' in text("/roadmaps/electromobility/editions")
    client.force_login(editor)
    assert f'href="{PAGE}"' in text("/roadmaps/electromobility/history")


def test_SR_45_the_number_of_queries_does_not_depend_on_what_changed(
    client, text, changed, editor, steward
):
    workflow.open_refresh(steward, changed)
    client.force_login(editor)
    counts = []
    for number in range(2):
        for _each in range(1 + 5 * number):
            elements.add(editor, changed, "challenge", title="One more")
        with CaptureQueriesContext(connection) as queries:
            text(f"{PAGE}?from=1.0")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 55
