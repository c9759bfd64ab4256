from roadmaps.models import Participation


def test_what_is_read_by_somebody_known_says_what_they_may_do(
    get, send, rich, editor, steward, stranger, challenge, goal
):
    figure, link = goal.figures.get(), challenge.links_in.get()
    milestone = rich.elements.get(code="EMO-I01").initiative.milestones.get()
    part = Participation.objects.filter(element__code="EMO-I01").first()
    paths = ["/elements/EMO-C01", f"/figures/{figure.pk}", f"/links/{link.pk}"]
    paths += [f"/milestones/{milestone.pk}", f"/participations/{part.pk}"]
    for path in paths:
        public = get(path)
        assert "abilities" not in public.json()
        assert public.headers["Cache-Control"] == "public, max-age=60"
    for path in paths:
        assert not any(get(path, stranger).json()["abilities"].values())
        assert get(path, editor).json()["abilities"]["view_draft"]
        assert get(path, editor).headers["Cache-Control"] == "private, no-cache"


def test_the_maps_of_a_page_say_what_one_may_do(get, items, roadmap, editor, steward, programme):
    (item,) = items("/roadmaps?draft=true", editor)
    assert (item["abilities"]["edit"], item["abilities"]["grant"]) == (True, False)
    assert item["etag"].startswith(f'"{roadmap.revision}-')
    (item,) = items("/roadmaps?draft=true", steward)
    assert item["abilities"]["grant"]
