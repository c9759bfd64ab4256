"""The map as it was: whatever people do to it, each of its revisions can be read again."""

import pytest

from roadmaps.document import build, canonical
from sectors import indicators
from tests import factories
from tests.roadmaps.writers import Writers

STEPS = 40


@pytest.fixture
def registers(registrar, programme, sector, ministry, association, source):
    return {
        "source": [source, factories.source(registrar, "a-second-source")],
        "organisation": [ministry, association],
        "indicator": [indicators.add(registrar, programme, "ev-share", name="Share", kind="share")],
        "sector": [sector, factories.sector(registrar, programme)],
    }


def codes(document):
    return [element["code"] for element in document["elements"]]


@pytest.mark.parametrize("seed", range(2))
def test_every_revision_can_be_read_again_byte_by_byte(
    seed, roadmap, steward, editor, anonymous, registers
):
    readers = (steward, editor, anonymous)
    writers = Writers(seed, (steward, editor), roadmap, registers)
    recorded = {}
    for _number in range(STEPS):
        writers.act()
        told = [canonical(build(roadmap, reader)) for reader in readers]
        recorded[roadmap.revision] = told
    assert len(recorded) == STEPS
    for revision, told in recorded.items():
        again = [canonical(build(roadmap, reader, at=revision)) for reader in readers]
        assert again == told, revision
