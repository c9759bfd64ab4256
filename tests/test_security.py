"""Every requirement is listed, with the tests that prove it or the reason why there is none yet."""

from tests.security import LINE, PAPER, proofs, told, words, written

ROWS = {number: proof for number, _said, proof in LINE.findall(PAPER.read_text(encoding="utf-8"))}


def test_every_requirement_is_listed_once_and_in_order():
    assert list(ROWS) == [f"SR-{number:02d}" for number in range(1, 57)]


def test_no_test_carries_a_number_that_means_nothing():
    assert proofs().keys() - ROWS.keys() == set()


def test_every_requirement_has_a_test_or_a_reason():
    for number, proof in ROWS.items():
        has_test = number in proofs()
        reason = words(proof)
        assert has_test or reason, f"{number} has neither a test nor a reason."
        assert not (has_test and reason.startswith("Not yet")), f"{number} has a test by now."


def test_the_list_is_that_of_the_tests():
    """After a test was added or renamed: python -m tests.security"""
    paper = PAPER.read_text(encoding="utf-8")
    assert written(paper) == paper
    assert written(written(paper)) == written(paper)


def test_a_list_can_be_written_again_without_losing_a_word():
    tests = {"tests/test_x.py": ["test_SR_01_a", "test_SR_01_b"]}
    said = f"Partly: so and so. {told(tests)}"
    assert words(said) == "Partly: so and so."
    assert words(told(tests)) == ""
    assert (
        words("Not yet: `docs/permissions.md` knows it.")
        == "Not yet: `docs/permissions.md` knows it."
    )
