import pytest

KINDS = {
    "svg": ("image/svg+xml", b"<svg"),
    "png": ("image/png", b"\x89PNG"),
    "pdf": ("application/pdf", b"%PDF"),
}


@pytest.mark.parametrize("ending", KINDS)
def test_the_picture_leaves_as_a_file(client, published, ending):
    kind, begins = KINDS[ending]
    answer = client.get(f"/es/roadmaps/electromobility/picture.{ending}")
    assert answer.headers["Content-Type"] == kind
    assert answer.content.startswith(begins)
    assert f'"electromobility-1.0-es.{ending}"' in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_picture_of_a_draft_says_that_it_is_one(client, roadmap, editor):
    client.force_login(editor)
    answer = client.get("/roadmaps/electromobility/picture.pdf")
    assert '"electromobility-draft-en.pdf"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_network_leaves_as_a_file(client, published):
    answer = client.get("/roadmaps/electromobility/network.svg")
    assert answer.content.startswith(b"<svg")
