import pytest


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
