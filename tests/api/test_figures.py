import pytest

from roadmaps import figures
from roadmaps.models import Roadmap
from tests.api.conftest import complaints, told
from tests.api.things import NEW

FIGURE = NEW["figures"][0]


@pytest.mark.parametrize(
    ("query", "found"),
    [("basis=target", 1), ("basis=actual", 0), ("metric=ev_share", 1), ("kind=share", 1),
     ("unit=%25", 1), ("element=EMO-G01", 1), ("currency=usd", 0), ("operator=ge", 1),
     ("q=electric", 1), ("from=2031", 0), ("from=2030", 1), ("certainty=sourced", 1),
     ("price_basis=real", 0), ("source=survey-2024", 1), ("roadmap=electromobility", 1)],
)  # fmt: skip
def test_figures_are_filtered(items, rich, query, found):
    assert len(items(f"/figures?{query}")) == found


def test_a_figure_says_on_what_it_stands(items, rich):
    (figure,) = items("/figures")
    assert (figure["element"], figure["roadmap"]) == ("EMO-G01", "electromobility")
    assert (figure["low"], figure["baseline"]["value"]) == ("25", "4.5")


def base():
    return {"base": Roadmap.objects.get(slug="electromobility").revision}


def test_a_range_becomes_a_single_value_only_without_its_upper_end(send, new):
    item = new("figures", operator="range", high="2000000")
    here = f"/figures/{item['id']}"
    assert list(complaints(send("patch", here, {"operator": "ge"} | base()))) == ["/high"]
    response = send("patch", here, {"operator": "ge", "high": None} | base())
    assert (response.json()["operator"], response.json()["high"]) == ("ge", None)


def test_SR_05_a_figure_does_not_name_a_hidden_one(send, draft, new, steward, editor):
    hidden = send("post", "/figures", FIGURE | {"visibility": "internal"}, steward).json()
    whole = new("figures", metric="all")
    item = new("figures", part_of=whole["id"], metric="some")
    here = f"/figures/{item['id']}"
    ties = {"told_as": hidden["id"], "part_of": hidden["id"]}
    assert send("patch", here, ties | base(), steward).json() | ties == draft(here, steward)
    seen = draft(here, editor)
    assert (seen["told_as"], seen["part_of"]) == (None, None)
    missing = {name: "00000000-0000-4000-8000-000000000000" for name in ties}
    said = [complaints(send("patch", here, each | base())) for each in (ties, missing)]
    for where in ("/told_as", "/part_of"):
        assert said[0][where].replace(hidden["id"], "…") == said[1][where].replace(
            missing["told_as"], "…"
        )


def test_who_hides_a_figure_from_themselves_is_answered_and_then_sees_it_no_more(
    send, get, new, editor, steward
):
    item = new("figures")
    here = f"/figures/{item['id']}"
    response = send("patch", here, {"visibility": "internal"} | base(), editor)
    assert (response.status_code, response.json()["visibility"]) == (200, "internal")
    told(get(f"{here}?draft=true", editor), 404)
    told(send("patch", here, {"visibility": "public"} | base()), 404)
    assert send("patch", here, {"visibility": "public"} | base(), steward).status_code == 200
    assert get(f"{here}?draft=true", editor).status_code == 200


def test_SR_02_figures_of_the_registers_are_not_written_here(send, roadmap, registrar, programme):
    figure = figures.state(
        registrar, programme, metric="gdp", label="GDP", kind="level", low=7, basis="actual"
    )
    for person in (registrar, roadmap.roles.get(role="steward").user):
        told(send("patch", f"/figures/{figure.pk}", {"low": "8", "base": 1}, person), 404)
        told(send("delete", f"/figures/{figure.pk}"), 404)
    figure.refresh_from_db()
    assert (figure.low, figure.is_withdrawn) == (7, False)
