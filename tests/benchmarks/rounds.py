"""A round with many submissions beside one with few: the pages, the lists, and what is alike."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, User
from roadmaps import consultations, document, editions, similarity
from roadmaps import roadmap as maps
from roadmaps.models import Comment, Roadmap, Submission
from sectors.models import Programme
from tests import factories
from tests.benchmarks.measuring import Row, medians
from tests.door import let_in

ROUNDS = 15
FEW, MANY, EACH = 50, 500, 20  # submissions, and comments of each of them
GOAL, SOON = 1.3, 0.2  # of the larger to the smaller; seconds
WORDS = (
    *("technicians", "voltage", "water", "supplier", "financing", "training", "charging"),
    *("battery", "steel", "permits", "export", "logistics", "standards", "research", "women"),
    *("region", "energy", "customs", "testing", "recycling"),
)


def rows() -> list[Row]:
    steward = User.objects.get(email="steward@economia.example")
    few, many = (_round(steward, number) for number in (FEW, MANY))
    with connection.cursor() as cursor:  # as PostgreSQL does by itself a minute after such a day
        cursor.execute("ANALYZE")
    browser = Client()
    let_in(browser, steward)
    ways = {
        "the table of answers": "/consultations/{}/answers",
        "the table, filtered": "/consultations/{}/answers?type=factual&disposition=none",
        "comments by the API": "/api/v1/comments?consultation={}&limit=100",
        "submissions by the API": "/api/v1/submissions?consultation={}&limit=50",
    }
    found = [_compared(browser, what, way, few, many) for what, way in ways.items()]
    comment = Comment.objects.filter(submission__consultation=many).first()
    took = medians(ROUNDS, alike=lambda: similarity.alike(comment))["alike"]
    what = f"Comments alike, among {MANY * EACH}"
    return [*found, Row(what, f"{took * 1000:.0f} ms", took * 1000, "≤ 200 ms", took <= SOON)]


def _compared(browser, what, way, few, many):
    took = medians(
        ROUNDS,
        small=lambda: browser.get(way.format(few.pk)),
        large=lambda: browser.get(way.format(many.pk)),
    )
    small, large = took["small"], took["large"]
    ratio = large / small
    name = f"{what}: {MANY} submissions with {MANY * EACH} comments, beside {FEW}"
    figure = f"{large * 1000:.0f} ms beside {small * 1000:.0f} ms"
    return Row(name, figure, ratio, f"≤ {GOAL}", ratio <= GOAL)


def _round(steward, number):
    """A round that is over, to which so many organisations have sent their comments."""
    roadmap = factories.roadmap(steward, Programme.objects.get(code="mexico"))
    maps.grant(steward, roadmap, "approver", user=steward)
    roadmap = Roadmap.objects.get(pk=roadmap.pk)
    now = timezone.now()
    edition = editions.freeze(steward, roadmap, (0, 1), "consultation", note="x", published_at=now)
    said = {"title": "Round", "brief": "What do you think?", "audience": "invited"}
    until = now + timedelta(days=40)
    found = consultations.begin(steward, roadmap, edition, until, **said)
    _speak(found, number)
    consultations.close(steward, Roadmap.objects.get(pk=roadmap.pk))
    assert document.build(roadmap, AnonymousUser())
    return found


def _speak(consultation, number):
    """What they sent, written past the log: only reading it is measured."""
    houses = Organisation.objects.bulk_create(
        Organisation(code=f"house-{consultation.pk}-{each}"[-80:], name=f"House {each}",
                     kind="association") for each in range(number)
    )  # fmt: skip
    sent = {"status": "submitted", "submitted_at": timezone.now(), "receipt": "x" * 64}
    submissions = Submission.objects.bulk_create(
        Submission(consultation=consultation, organisation=house, publication="named", **sent)
        for house in houses
    )
    Comment.objects.bulk_create(_comments(submissions), batch_size=1000)


def _comments(submissions):
    types = ("factual", "substantive", "support", "question")
    for house, submission in enumerate(submissions):
        for number in range(EACH):
            said = {"type": types[number % len(types)], "text": _text(house, number)}
            yield Comment(submission=submission, number=number + 1, **said)


def _text(house, number):
    chosen = [WORDS[(house * 7 + number * 3 + step * step) % len(WORDS)] for step in range(8)]
    return f"We miss {' and '.join(chosen)} in the region {house}."
