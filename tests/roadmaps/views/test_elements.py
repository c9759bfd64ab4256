from roadmaps import elements, workflow

CHALLENGE = "/roadmaps/electromobility/elements/EMO-C01"
INITIATIVE = "/roadmaps/electromobility/elements/EMO-I01"


def test_links_read_from_both_ends(text, published):
    assert "This initiative addresses" in text(INITIATIVE)
    assert "This challenge is addressed by" in text(CHALLENGE)


def test_they_read_from_both_ends_in_spanish(text, published):
    assert "Esta iniciativa atiende" in text(f"/es{INITIATIVE}")
    assert "Este reto es atendido por" in text(f"/es{CHALLENGE}")


def test_who_has_a_part_in_it(text, published):
    page = text(INITIATIVE)
    assert "Ministry of Economy</a>" in page
    assert "Lead" in page


def test_the_public_reads_in_which_editions_it_stands(text, published):
    page = text(CHALLENGE)
    assert "/roadmaps/electromobility/editions/1.0" in page
    assert "4 May 2026" in page
    assert "In the working copy" not in page


def test_the_public_reads_what_changed_between_editions(
    text, published, steward, editor, approver, challenge
):
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, challenge.revision, severity=5)
    workflow.adopt(approver, [published], note="Second edition.")
    page = text(CHALLENGE)
    assert "Edition 2.0" in page
    assert "changed from Severe to Critical" in page


def test_members_read_who_did_what(client, text, roadmap, editor, challenge):
    elements.edit(editor, challenge, challenge.revision, severity=5)
    client.force_login(editor)
    page = text(CHALLENGE)
    assert "Editor added “Too few technicians”." in page
    assert "Editor changed “Too few technicians”: “severity” from Severe to Critical." in page
    assert "Editor added the link from “Dual training” to “Too few technicians”: addresses." in page
    assert "@" not in page.partition("In the working copy")[2]


def test_what_has_left_the_map_keeps_its_address(text, published, steward, editor, approver, skill):
    workflow.open_refresh(steward, published)
    elements.withdraw(editor, skill)
    workflow.adopt(approver, [published], note="Without the skill.")
    page = text("/roadmaps/electromobility/elements/EMO-S01")
    assert "This no longer stands on the map." in page
    assert "/roadmaps/electromobility/editions/1.0" in page
