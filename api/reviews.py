from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from api import bodies, editions, etags, fields, sight
from api.affiliations import Tied
from api.bodies import Body
from api.councils import SeatSerializer
from api.filters import CodeFilter, FilterSet, FlagFilter
from api.kept import Kept
from api.mistakes import mistake
from api.paging import Place
from api.serializers import Code, Plain, Slug
from roadmaps import councils, reviews
from roadmaps.models import Council, Edition, Recommendation, Review, Roadmap
from roadmaps.rules import can


class ReviewSerializer(Plain):
    """One look of a council at a map."""

    council = Code()
    roadmap = Slug()
    edition = serializers.CharField(source="edition.number", default=None, read_only=True)

    class Meta:
        model = Review
        fields = [
            "id", "council", "roadmap", "edition", "map_revision", "opened_on", "closed_on",
            "brief", "conclusion", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class StillAwaitedSerializer(Plain):
    """A recommendation about the same map that had no reply when the review was opened."""

    council = Code()
    number = serializers.CharField(source="code", read_only=True)

    class Meta:
        model = Recommendation
        fields = ["id", "council", "number", "title", "due"]
        read_only_fields = fields


class OneReviewSerializer(ReviewSerializer, Tied):
    """A review, with what you may do about it, who has an interest, and what still waits."""

    conflicts = SeatSerializer(many=True, read_only=True)
    still_awaited = StillAwaitedSerializer(many=True, read_only=True)

    class Meta(ReviewSerializer.Meta):
        fields = [
            *ReviewSerializer.Meta.fields, "conflicts", "still_awaited", "abilities", "etag",
        ]  # fmt: skip


class ReviewFilter(FilterSet):
    council = CodeFilter("council__code", "Code of a council.")
    roadmap = CodeFilter("roadmap__slug", "Slug of a map.")
    is_open = FlagFilter("Not closed yet.", method="of_state")

    def of_state(self, queryset, name, is_open):
        return queryset.filter(closed_on__isnull=is_open)


OPENED = {
    "council": fields.coded(Council),
    "roadmap": fields.Reference(sight.roadmap),
    "edition": fields.Text(
        required=False, allow_null=True, max_length=9,
        help_text="Number of an edition; without it the working copy is looked at.",
    ),
    **bodies.written(Review, ("brief",), is_new=True),
}  # fmt: skip
CLOSED = Body("ReviewClosing", bodies.written(Review, ("conclusion",), is_new=True))
OWNED = ("id", "map_revision", "opened_on", "closed_on", "conclusion", "revision", "abilities")


class ReviewViewSet(Kept):
    """What councils look at before it is approved; of working copies only for their members."""

    queryset = Review.objects.none()
    http_method_names = ["get", "head", "options", "post"]
    serializer_class = ReviewSerializer
    whole = OneReviewSerializer
    filterset_class = ReviewFilter
    orders = {"opened_on": (Place("opened_on", True), Place("pk"))}
    bodies = {"create": Body("NewReview", OPENED, OWNED), "close": CLOSED}

    def get_queryset(self):
        actor = self.request.user
        seen = Review.objects.visible_to(actor)
        near = seen.select_related("council__programme__owner", "council__secretariat")
        return near.prefetch_related(
            Prefetch("roadmap", Roadmap.objects.visible_to(actor)),
            Prefetch("edition", Edition.objects.defer(*Edition.UNTOLD)),
        )

    def add(self, actor, said):
        council, roadmap = said.pop("council"), said.pop("roadmap")
        number = said.pop("edition", None)
        edition = _edition(roadmap, number) if number else None
        return reviews.open_review(actor, council, roadmap, edition, **said)

    def close(self, request, pk):
        """End a review, perhaps with what was found."""

        def act(review, said):
            return reviews.close(request.user, review, said.get("conclusion") or "")

        return self.step(request, pk, act, CLOSED)

    def told(self, thing) -> dict[str, Any]:
        actor = self.request.user
        item = super().told(thing)
        del item["etag"]
        found = reviews.conflicts(actor, thing)
        item["conflicts"] = SeatSerializer(found, many=True).data
        before = Recommendation.objects.about(actor, thing.roadmap).exclude(review=thing)
        waiting = before.unanswered(thing.opened_on).select_related("council")
        item["still_awaited"] = StillAwaitedSerializer(waiting, many=True).data
        return item | {"etag": etags.of_item(item, item["revision"])}

    def abilities(self, actor, thing):
        may_keep = councils.keeps(actor, thing.council)
        may_see = can(actor, "view" if thing.edition_id else "view_draft", thing.roadmap)
        return {"close": may_keep and may_see and thing.is_open, "recommend": may_keep}


def _edition(roadmap, number):
    """An edition that everybody may read, by its number."""
    found = editions.published().filter(roadmap=roadmap).numbered(number).first()
    if found is None:
        raise mistake("edition", "missing", str(fields.missing(number).detail[0]))
    return found
