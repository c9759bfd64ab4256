"""What the log says of a map."""

import pytest
from django.utils.translation import override

from changes.models import Change
from roadmaps import history


@pytest.fixture
def told():
    """The sentences that somebody is told of a map, the last one first."""

    def read(actor, roadmap):
        lines = Change.objects.within(roadmap).select_related("actor").order_by("-revision")
        said = [line["sentence"] for line in history.told(actor, roadmap, lines)]
        return [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in said]

    return read


@pytest.fixture
def last(scene, told):
    """The last line of the log in English and in Spanish, without the name of the actor."""

    def read():
        sentences = []
        for language in ("en", "es"):
            with override(language):
                sentences.append(told(scene.steward, scene.roadmap)[0])
        return tuple(sentence.partition(" ")[2] for sentence in sentences)

    return read
