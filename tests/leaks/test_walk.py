"""Nobody reads through any door what is not meant for them."""

import pytest

from tests.leaks import doors
from tests.leaks.cast import ALIKE, CAST
from tests.leaks.walk import walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", CAST)
def test_SR_03_who_walks_through_every_door_reads_what_is_meant_for_them_and_no_more(scene, name):
    share = doors.share(name not in ALIKE)
    seen = walk(scene, name, share=share)
    assert seen.leaks == []
    if share > 1:
        return
    # A walk past doors that are shut would find nothing either, and prove nothing.
    meant = {word for word in scene.standing if name in scene.words.meant[word]}
    assert scene.words.places(meant - seen.heard) == set()
