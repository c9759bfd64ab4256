"""However much stands on a map, a page for writing asks the database as often."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps import elements, figures, links, participations
from tests.roadmaps.things import now

QUERIES = {
    "/edit": 7,
    "/add/challenge": 8,
    "/elements/EMO-C01/edit": 11,
    "/elements/EMO-C01/edit?field=title": 7,
    "/elements/EMO-C01/withdraw": 9,
    "/elements/EMO-I01/links/add": 7,
    "/elements/EMO-I01/links/add?target=EMO-G01": 11,
    "/elements/EMO-I01/figures/add": 12,
    "/elements/EMO-I01/participations/add": 11,
    "/elements/EMO-I01/milestones/add": 10,
    "/elements/EMO-I01/progress/add": 9,
    "/table/challenge": 6,
    "/table/initiative": 6,
    "/history": 42,
    "/history?element=EMO-C01": 31,
    "/history?field=title": 33,
}


@pytest.fixture
def fill(scene):
    """Puts more on the map, with all that can hang on it."""

    def add(count):
        for number in range(count):
            more = elements.add(scene.editor, scene.roadmap, "challenge", title=f"More {number}")
            figures.state(
                scene.editor, more, metric="m", label="Jobs", kind="count", low=number,
                basis="target", unit="jobs",
            )  # fmt: skip
            participations.involve(scene.editor, more, scene.association, "lead")
            links.draw(scene.editor, scene.initiative, more, "addresses")
            elements.edit(scene.editor, more, now(scene.roadmap), parent=scene.challenge)

    return add


def test_SR_45_the_queries_of_the_pages_for_writing_are_counted(desk, fill):
    for number in (1, 4):
        fill(number)
        asked = {}
        for address in QUERIES:
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(address).status_code == 200
            asked[address] = len(queries)
        assert asked == QUERIES
