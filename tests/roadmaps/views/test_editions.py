import pytest

from roadmaps import elements, workflow


@pytest.fixture
def refreshed(published, steward, editor, approver, challenge):
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, challenge.revision, title="Hardly any technicians")
    workflow.adopt(approver, [published], note="More is known.")
    return published


def test_an_edition_is_shown_as_it_was_published(text, refreshed):
    page = text("/roadmaps/electromobility/editions/1.0")
    assert "Too few technicians" in page
    assert "Hardly any technicians" not in page
    assert "A later edition is in force" in page
    assert "Superseded" in page


def test_it_says_what_it_is(text, published):
    page = text("/roadmaps/electromobility/editions/1.0")
    edition = published.editions.get()
    for said in ("Edition 2026", "4 May 2026", "First edition.", edition.sha256, "Current"):
        assert said in page
    assert 'href="/api/v1/roadmaps/electromobility/editions/1.0"' in page


def test_the_differences_are_sentences(text, refreshed):
    page = text("/roadmaps/electromobility/editions/2.0")
    assert "changed from “Too few technicians” to “Hardly any technicians”" in page
    page = text("/roadmaps/electromobility/editions")
    assert "1 difference to the edition before" in page


@pytest.mark.parametrize("number", ["1.1", "01.0", "1", "one", "9.9.9"])
def test_an_edition_that_is_not_there_is_missing(client, published, number):
    assert client.get(f"/roadmaps/electromobility/editions/{number}").status_code == 404
