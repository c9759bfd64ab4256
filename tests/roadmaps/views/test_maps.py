import pytest

from roadmaps import figures, workflow


def test_the_head_says_where_the_map_stands(text, published):
    page = text("/roadmaps/electromobility")
    for said in ("Electromobility", "In force", "Edition 1.0 · Edition 2026", "2025–2035"):
        assert said in page


def test_the_key_figures_are_the_targets_of_the_goals(text, published):
    page = text("/roadmaps/electromobility")
    assert "Share of electric cars" in page
    assert "≥ 25\N{NO-BREAK SPACE}%" in page
    assert "from 4.5\N{NO-BREAK SPACE}% in 2024" in page


def test_everything_on_the_map_is_listed_below_the_picture(text, published):
    page = text("/roadmaps/electromobility")
    for title in ("Too few technicians", "High-voltage work", "Dual training"):
        assert f">{title}</a>" in page


def test_links_can_be_hidden_by_kind_without_a_script(text, published):
    page = text("/roadmaps/electromobility")
    assert 'data-link="addresses"' in page
    assert 'data-link="replaces"' not in page


def test_figures_say_what_they_need_to_be_read_rightly(text, published):
    page = text("/roadmaps/electromobility/figures")
    for said in ("Electric share of output", "at least 25", "Target", "2030", "Statistics office"):
        assert said in page


def test_an_illustrative_number_looks_different(client, text, editor, roadmap, goal):
    figures.state(
        editor, goal, metric="x", label="Cars", kind="level", low="7", basis="target",
        certainty="illustrative",
    )  # fmt: skip
    client.force_login(editor)
    page = text("/roadmaps/electromobility/figures")
    assert '<strong class="made-up">7</strong>' in page
    assert "Illustrative" in page


def test_the_same_target_in_other_words_says_so(client, text, editor, roadmap, goal):
    first = goal.figures.get()
    figures.state(
        editor, goal, metric="x", label="One in four", kind="share", low="25", unit="%",
        basis="target", told_as=first,
    )  # fmt: skip
    client.force_login(editor)
    page = text("/roadmaps/electromobility/figures")
    assert "The same in other words, counted once:" in page
    assert f'href="#figure-{first.pk}"' in page


@pytest.mark.parametrize("tab", ["", "/links", "/table", "/figures", "/checks"])
def test_an_empty_map_says_what_to_do_next(client, text, editor, empty_map, tab):
    client.force_login(editor)
    page = text(f"/roadmaps/electromobility{tab}")
    assert 'class="empty"' in page
    assert "You read the working copy." in page


def test_members_are_told_what_everybody_else_reads(client, text, published, steward):
    workflow.open_refresh(steward, published)
    client.force_login(steward)
    page = text("/roadmaps/electromobility")
    assert 'Everybody else reads <a href="/roadmaps/electromobility/editions/1.0">' in page
