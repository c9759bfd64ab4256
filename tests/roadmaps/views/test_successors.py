"""What takes the place of a map that is retired, as its approver names it."""

import pytest

from roadmaps import elements, workflow
from tests import factories

MAP = "/roadmaps/electromobility"


@pytest.fixture
def others(approver, steward, programme):
    """A map in force, and one that nobody outside knows."""
    made = [
        factories.roadmap(steward, programme, slug=slug, prefix=slug[:3].upper(), title=title)
        for slug, title in (("vehicles", "Vehicles"), ("hidden", "Hidden"))
    ]
    for each in made:
        factories.maps.grant(steward, each, "approver", user=approver)
    elements.add(steward, made[0], "challenge", title="Batteries")
    workflow.adopt(approver, [made[0]], note="First.")


@pytest.mark.usefixtures("others")
def test_what_takes_its_place_is_chosen_among_maps_in_force(client, published, approver):
    client.force_login(approver)
    said = {"reason": "Merged."}
    refused = client.post(f"{MAP}/steps/retire", said | {"successor": "hidden"})
    assert refused.status_code == 422
    assert "Merged." in refused.content.decode()
    answer = client.post(f"{MAP}/steps/retire", said | {"successor": "vehicles"})
    assert answer.status_code == 303
    client.logout()
    page = client.get(MAP).content.decode()
    assert 'merged into <a href="/roadmaps/vehicles">Vehicles</a>' in page
