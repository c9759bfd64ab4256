"""What people may try with a map in the course of its life, for Hypothesis to choose from."""

from hypothesis import strategies as st

from tests.roadmaps.life_model import ROLES, TITLES, Said

UNLAWFUL = (
    "UPDATE roadmaps_edition SET content = 'x' WHERE id = %s",
    "UPDATE roadmaps_edition SET sha256 = 'x', note = 'x' WHERE id = %s",
    "DELETE FROM roadmaps_edition WHERE id = %s",
)
TO_FORCE = [
    ("submit_for_review", "steward"), ("open_consultation", "approver"),
    ("close_consultation", "approver"), ("submit_for_approval", "steward"),
    ("publish", "approver"),
]  # fmt: skip
CLEARING = {
    "ask": ["steward", "approver"], "sign": ["official"], "overrule": ["approver"],
    "drop": ["steward"],
}  # fmt: skip
chance = st.integers(0, 719)
maps, who = st.sampled_from((0, 1)), st.sampled_from(sorted(ROLES))
said = st.builds(
    Said,
    reason=st.sampled_from(["Because.", "Because.", ""]),
    days=st.sampled_from([40, 60, 27, -1]),
    note=st.sampled_from(["What is new.", "What is new.", ""]),
    title=st.sampled_from(TITLES),
    is_promise=st.sampled_from([False, False, True]),
)
