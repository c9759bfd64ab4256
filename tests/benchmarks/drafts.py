"""Reading the draft of a map, and drawing a large one."""

from accounts.models import User
from roadmaps import picture
from roadmaps.document import build, canonical
from roadmaps.models import Roadmap
from tests.benchmarks import raw
from tests.benchmarks.measuring import Row, medians, told
from tests.roadmaps.drawings import KINDS, document, element, link

ROUNDS = 60


def rows() -> list[Row]:
    """What reading a draft costs beside one statement of SQL, and what a large picture costs."""
    steward = User.objects.get(email="steward@economia.example")
    roadmap = Roadmap.objects.get(slug="automotive")
    ours, theirs = canonical(build(roadmap, steward)), raw.build("automotive").encode()
    taken = medians(
        ROUNDS,
        document=lambda: canonical(build(roadmap, steward)),
        sql=lambda: raw.build("automotive").encode(),
    )
    ratio = taken["document"] / taken["sql"]
    sizes = f"{len(ours) // 1000} kB and {len(theirs) // 1000} kB"
    drawn = large()
    picture_taken = medians(ROUNDS, picture=lambda: picture.draw(drawn))
    milliseconds = picture_taken["picture"] * 1000
    return [
        Row(
            f"Reading the draft: time against one statement of SQL ({sizes})",
            told(taken),
            ratio,
            "≤ 3",
            ratio <= 3,
        ),
        Row(
            "Drawing 200 elements and 300 links, in milliseconds",
            told(picture_taken),
            milliseconds,
            "≤ 10",
            milliseconds <= 10,
        ),
    ]


def large() -> dict:
    """A map of 200 elements and 300 links, dated and undated."""
    made = []
    for number in range(200):
        start = 2022 + number * 7 % 11
        dates = {"earliest": f"{start}-01-01", "latest": f"{start + number % 4}-12-31"}
        said = dates | {"period": f"{start}/{start + number % 4}"} if number % 3 else {}
        pillar = ("innovation", "productivity", "jobs_skills")[number % 3]
        title = f"Element {number} with a title of the usual length"
        kind = KINDS[number % len(KINDS)]
        made.append(element(kind, number, title=title, pillar=pillar, **said))
    pairs = [(made[n * 37 % 200], made[(n * 53 + 1) % 200]) for n in range(320)]
    links = [link(one, other) for one, other in pairs if one is not other]
    return document(made, links[:300])
