def test_milestones_name_their_initiative(items, rich):
    (milestone,) = items("/milestones?initiative=EMO-I01&q=course&planned=2026-35")
    assert milestone["initiative"] == "EMO-I01"
    assert items("/milestones?roadmap=other") == []
