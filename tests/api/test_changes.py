"""The feed skips nothing and repeats nothing, and tells everybody only what they may see."""

import json
import threading
import time
from itertools import count

import pytest
from django.core import signing
from django.db import connection, transaction

from api import changes as feed
from changes.models import Change
from roadmaps import elements, workflow
from roadmaps import roadmap as maps
from tests import factories

FEED = "/changes"


@pytest.fixture
def ask(get):
    """One answer of the feed."""

    def answer(as_=None, **query):
        said = "&".join(f"{name}={value}" for name, value in query.items())
        response = get(f"{FEED}?{said}" if said else FEED, as_)
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    return answer


@pytest.fixture
def follow(ask):
    """Everything from a place on, with the number of answers that it took."""

    def walk(as_=None, after=None, **query):
        items = []
        for answers in count(1):
            said = {"after": after} if after else {}
            page = ask(as_, **said, **query)
            items += page["items"]
            if page["next"] == after:
                return items, answers
            after = page["next"]

    return walk


def titles(items):
    return [item["fields"]["title"][1] for item in items if "title" in item.get("fields", {})]


@pytest.mark.django_db(transaction=True)
class TestFeed:
    def test_members_are_told_everything_in_the_order_of_the_log(self, follow, editor, roadmap):
        items, _answers = follow(editor)
        lines = Change.objects.within(roadmap).order_by("revision")
        assert [item["revision"] for item in items] == list(
            lines.values_list("revision", flat=True)
        )
        assert {item["roadmap"] for item in items} == {"electromobility"}
        assert items[-1]["sentence"]
        assert len({item["cursor"] for item in items}) == len(items)

    @pytest.mark.parametrize("limit", [1, 3, 100])
    def test_each_change_is_told_once_however_it_is_cut(self, follow, ask, editor, roadmap, limit):
        items, answers = follow(editor, limit=limit)
        assert [item["revision"] for item in items] == list(range(1, len(items) + 1))
        assert answers >= len(items) / limit
        middle = items[4]["cursor"]
        assert ask(editor, after=middle, limit=1)["items"] == items[5:6]

    def test_hidden_lines_are_absent_and_the_feed_goes_on_behind_them(
        self, follow, ask, editor, steward, roadmap
    ):
        known = follow(editor)[0][-1]["cursor"]
        for number in range(5):
            elements.add(
                steward, roadmap, "challenge", title=f"Hidden {number}", visibility="internal"
            )
        elements.add(steward, roadmap, "challenge", title="Seen")
        assert titles(follow(editor, after=known)[0]) == ["Seen"]
        assert len(follow(steward, after=known)[0]) == 6
        elements.add(steward, roadmap, "challenge", title="Last", visibility="internal")
        at_the_end = follow(editor, after=known)[0][-1]["cursor"]
        page = ask(editor, after=at_the_end)
        assert page["items"] == []
        assert page["next"] != at_the_end

    def test_an_answer_that_passed_over_much_says_where_to_go_on(
        self, follow, ask, editor, steward, roadmap, monkeypatch
    ):
        monkeypatch.setattr(feed, "SCANNED", 3)
        known = follow(editor)[0][-1]["cursor"]
        for number in range(7):
            elements.add(steward, roadmap, "skill", title=f"{number}", visibility="internal")
        elements.add(steward, roadmap, "skill", title="Seen")
        items, answers = follow(editor, after=known)
        assert titles(items) == ["Seen"]
        assert answers == 4

    def test_the_public_is_told_of_editions_and_of_nothing_else(
        self, follow, ask, approver, steward, published, stranger
    ):
        told, _answers = follow()
        (item,) = told
        assert set(item) == {"cursor", "roadmap", "kind", "verb", "at", "edition"}
        assert (item["verb"], item["edition"], item["kind"]) == ("published", "1.0", "edition")
        assert follow(stranger)[0] == told
        end = ask(after=item["cursor"])
        workflow.open_refresh(steward, published)
        elements.add(steward, published, "challenge", title="Not yet")
        assert ask(after=item["cursor"]) == end  # SR-04: not even the place moves
        workflow.adopt(approver, [published], label="2", note="Second.")
        again, _answers = follow(after=item["cursor"])
        assert [(each["verb"], each["edition"]) for each in again] == [
            ("superseded", "1.0"),
            ("published", "2.0"),
        ]

    def test_members_are_told_of_the_editions_of_others_too(
        self, follow, published, registrar, programme
    ):
        other = factories.person(registrar, name="Other", is_staff=True)
        factories.roadmap(other, programme, slug="mine")
        told, _answers = follow(other)
        assert {item["roadmap"] for item in told} == {"mine", "electromobility"}
        assert [item["kind"] for item in told if item["roadmap"] != "mine"] == ["edition"]

    def test_a_draft_of_others_is_as_if_it_were_not(self, ask, roadmap, stranger):
        for person in (None, stranger):
            answers = [ask(person, roadmap=slug) for slug in ("electromobility", "missing")]
            assert answers[0] == answers[1]
            assert answers[0]["items"] == []
            assert ask(person)["items"] == []

    def test_a_cursor_is_good_for_everybody_and_shows_nobody_more(
        self, follow, ask, editor, stranger, roadmap
    ):
        cursor = follow(editor)[0][3]["cursor"]
        assert ask(stranger, after=cursor)["items"] == []
        assert ask(editor, after=cursor, roadmap="electromobility", kind="element")["items"]

    def test_who_lost_the_role_is_told_nothing_more(self, ask, follow, editor, steward, roadmap):
        known = follow(editor)[0][-1]["cursor"]
        maps.revoke(steward, roadmap.roles.get(user=editor))
        assert ask(editor, after=known)["items"] == []

    def test_the_feed_of_one_map_or_of_some_kinds(self, follow, steward, programme, roadmap):
        factories.roadmap(steward, programme, slug="other")
        one, _answers = follow(steward, roadmap="other")
        assert {item["roadmap"] for item in one} == {"other"}
        some, _answers = follow(steward, kind="link,figure")
        assert {item["kind"] for item in some} == {"link", "figure"}

    def test_now_is_the_end(self, ask, editor, steward, roadmap):
        end = ask(editor, after="now")
        assert end["items"] == []
        elements.add(steward, roadmap, "challenge", title="New")
        assert titles(ask(editor, after=end["next"])["items"]) == ["New"]

    def test_an_empty_feed_has_a_place_too(self, ask, db):
        page = ask()
        assert page["items"] == []
        assert ask(after=page["next"]) == page == ask(after="now")

    def test_an_answer_takes_as_many_queries_whatever_it_tells(
        self, get, ask, editor, steward, roadmap, django_assert_num_queries
    ):
        ask(editor)
        with django_assert_num_queries(10):
            get(f"{FEED}?kind=element", editor)
        for number in range(30):
            elements.add(steward, roadmap, "challenge", title=f"{number}")
        with django_assert_num_queries(10):
            get(f"{FEED}?kind=element&limit=100", editor)

    def test_the_public_takes_three_queries(self, get, published, django_assert_num_queries):
        with django_assert_num_queries(3):
            get(FEED)

    def test_sentences_are_in_the_language_of_the_reader(self, ask, editor, roadmap):
        english, spanish = (
            ask(editor, kind="map_role", lang=language)["items"][2] for language in ("en", "es")
        )
        assert english["sentence"] == "Steward gave Approver the role “Approver”."
        assert spanish["sentence"] != english["sentence"]
        assert spanish["fields"] == english["fields"]

    def test_what_is_told_to_one_is_kept_by_nobody(self, get, editor, roadmap):
        assert get(FEED).headers["Cache-Control"] == "no-cache"
        assert get(FEED, editor).headers["Cache-Control"] == "private, no-store"

    def test_two_that_commit_in_the_reverse_order_of_their_numbers_are_told_once_each(
        self, ask, follow, steward, programme
    ):
        slow_map, quick_map = (factories.roadmap(steward, programme) for _ in range(2))
        known = ask(steward, after="now")["next"]
        slow = Writer(steward, slow_map, "slow")
        elements.add(steward, quick_map, "challenge", title="quick")
        before, _answers = follow(steward, after=known)
        middle = ask(steward, after=known)["next"]
        slow.commit()
        after, _answers = follow(steward, after=middle)
        assert titles(before) == []  # the quick one waits for the one that began before it
        assert titles(after) == ["slow", "quick"]
        assert follow(steward, after=after[-1]["cursor"])[0] == []

    def test_nothing_is_skipped_or_repeated_while_many_write(self, ask, steward, programme):
        made = [factories.roadmap(steward, programme) for _ in range(4)]
        place = ask(steward, after="now")["next"]
        writers = [threading.Thread(target=many, args=(steward, each)) for each in made]
        for writer in writers:
            writer.start()
        told, end = [], time.monotonic() + 60
        while len(told) < 100 and time.monotonic() < end:
            page = ask(steward, after=place, limit=7)
            told += titles(page["items"])
            place = page["next"]
        for writer in writers:
            writer.join(20)
        assert sorted(told) == sorted(f"{each.slug} {n}" for each in made for n in range(25))
        assert ask(steward, after=place)["items"] == []

    def test_many_maps_are_told_over_several_answers(self, follow, steward, programme):
        made = [factories.roadmap(steward, programme).slug for _ in range(12)]
        items, answers = follow(steward, kind="roadmap")
        assert [item["roadmap"] for item in items] == made
        assert answers >= 3


class Writer:
    """Somebody who writes, and commits only when told to."""

    def __init__(self, actor, roadmap, title):
        self.wrote, self.go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.write, args=(actor, roadmap, title))
        self.thread.start()
        self.wrote.wait(5)

    def write(self, actor, roadmap, title):
        with transaction.atomic():
            elements.add(actor, roadmap, "challenge", title=title)
            self.wrote.set()
            self.go.wait(10)
        connection.close()

    def commit(self):
        self.go.set()
        self.thread.join(10)


def many(actor, roadmap):
    for number in range(25):
        elements.add(actor, roadmap, "challenge", title=f"{roadmap.slug} {number}")
    connection.close()


@pytest.mark.parametrize(
    "query",
    [
        *("after=x", "after=", "after=%00", "after=WzEsMl0", "after=Ng:x", "limit=0", "limit=101"),
        *(
            "wait=26",
            "wait=-1",
            "wait=x",
            "wait=1e1",
            "wait=٣",
            "kind=elements",
            "kind=",
            "cursor=x",
        ),
        *("roadmap=", "sort=at", "count=true", "roadmap=a&roadmap=b", "format=csv&lang=xx"),
    ],
)
def test_bad_questions_are_refused(refused, db, query):
    refused(f"{FEED}?{query}", 400)


@pytest.mark.parametrize("place", [[1], [1, 2, 3], "ab", {}, None, [None, 1], ["1", 2], [1.5, 2]])
def test_a_seal_on_something_else_is_not_enough(refused, db, place):
    refused(f"{FEED}?after={feed.SEALED.sign_object(place)}", 400)
    refused(f"{FEED}?after={signing.Signer(salt='else').sign_object([1, 2])}", 400)


def test_a_mistyped_kind_is_named(refused, db):
    problem = refused(f"{FEED}?kind=elemnt", 400)
    assert "element" in problem["detail"]
