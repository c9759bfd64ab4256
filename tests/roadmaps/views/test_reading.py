import pytest

from roadmaps import elements, workflow
from roadmaps import roadmap as maps

TABS = ("", "/links", "/table", "/figures", "/checks", "/editions", "/picture.svg", "/network.svg")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("person", [None, "stranger"])
def test_a_hidden_map_looks_like_a_missing_one(client, request, roadmap, person, tab):
    if person:
        client.force_login(request.getfixturevalue(person))
    hidden = client.get(f"/roadmaps/electromobility{tab}")
    missing = client.get(f"/roadmaps/no-such-map{tab}")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert hidden.headers.items() == missing.headers.items()


@pytest.mark.parametrize("page", ["elements/EMO-C01", "editions/1.0"])
def test_what_stands_on_a_hidden_map_is_missing(client, roadmap, page):
    hidden = client.get(f"/roadmaps/electromobility/{page}")
    missing = client.get(f"/roadmaps/electromobility/{page}99")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


@pytest.mark.parametrize("person", ["steward", "editor", "approver", "partner"])
@pytest.mark.parametrize("tab", TABS)
def test_members_read_the_draft(client, request, roadmap, person, tab):
    client.force_login(request.getfixturevalue(person))
    assert client.get(f"/roadmaps/electromobility{tab}").status_code == 200


def test_others_read_the_edition_while_the_next_one_is_written(
    client, text, published, steward, editor, challenge
):
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, challenge.revision, title="Hardly any technicians")
    maps.describe(steward, published, published.revision, title="Cars without petrol")
    for page in ("", "/table", "/links", "/checks", "/elements/EMO-C01"):
        seen = text(f"/roadmaps/electromobility{page}")
        assert "Hardly any technicians" not in seen
        assert "Cars without petrol" not in seen
    assert "Cars without petrol" not in text("/")
    assert "In force" in text("/roadmaps/electromobility")
    client.force_login(editor)
    assert "Hardly any technicians" in text("/roadmaps/electromobility/table")
    assert "Cars without petrol" in text("/roadmaps/electromobility")


def test_what_is_meant_for_members_is_missing_for_others(client, published, steward, challenge):
    workflow.open_refresh(steward, published)
    secret = elements.add(steward, published, "challenge", title="Secret", visibility="internal")
    address = f"/roadmaps/electromobility/elements/{secret.code}"
    missing = client.get("/roadmaps/electromobility/elements/EMO-C99")
    assert client.get(address).content == missing.content
    client.force_login(steward)
    assert "Secret" in client.get(address).content.decode()


def test_an_observer_does_not_read_what_is_internal(client, roadmap, steward, partner):
    secret = elements.add(steward, roadmap, "challenge", title="Secret", visibility="internal")
    client.force_login(partner)
    assert client.get(f"/roadmaps/electromobility/elements/{secret.code}").status_code == 404
    assert "Secret" not in client.get("/roadmaps/electromobility/table").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/?page=2",
        "/roadmaps/electromobility?kinds=goal",
        "/roadmaps/electromobility/table?kind=dragon",
        "/roadmaps/electromobility/table?sort=colour",
        "/roadmaps/electromobility/links?focus=EMO-C99",
        "/indicators?q=x",
    ],
)
def test_an_address_that_asks_for_something_unknown_is_refused(client, published, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "This address is not right" in answer.content.decode()


def test_the_document_of_an_edition_is_read_once(client, published, django_assert_num_queries):
    client.get("/roadmaps/electromobility")
    with django_assert_num_queries(3):  # the map, its editions, what councils recommend
        client.get("/roadmaps/electromobility")
