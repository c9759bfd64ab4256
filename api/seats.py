from api import bodies, fields
from api.affiliations import Tied
from api.bodies import Body
from api.councils import SeatSerializer
from api.filters import CodeFilter, FilterSet, TermFilter, column_term
from api.kept import Kept
from api.resources import by
from roadmaps import councils
from roadmaps.models import Council, Seat
from terms.vocabulary import TERMS


class OneSeatSerializer(SeatSerializer, Tied):
    """A seat, with what you may do about it."""

    class Meta(SeatSerializer.Meta):
        fields = [*SeatSerializer.Meta.fields, "abilities", "etag"]


class SeatFilter(FilterSet):
    council = CodeFilter("council__code", "Code of a council.")
    organisation = CodeFilter("organisation__code", "Code of an organisation.")
    reserved_for = column_term("helix")
    helix = TermFilter(list(TERMS["helix"]), says="Side of society.", method="of_helices")

    def of_helices(self, seats, name, value):
        return seats.of_helices(value) if value else seats


OWNED = ("id", "number", "helix", "is_held", "revision", "abilities", "etag")


class SeatViewSet(Kept):
    """Seats of councils, held and vacant. The log keeps no name of whoever sat there."""

    queryset = Seat.objects.none()
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    serializer_class = SeatSerializer
    whole = OneSeatSerializer
    filterset_class = SeatFilter
    orders = {"number": by("council__code", "number", "pk")}
    bodies = {
        "create": Body(
            "NewSeat",
            {"council": fields.coded(Council), **bodies.written(Seat, Seat.WRITTEN, is_new=True)},
            OWNED,
        ),
        "partial_update": Body(
            "SeatEdit",
            {"base": bodies.BASE, **bodies.written(Seat, Seat.WRITTEN, is_new=False)},
            (*OWNED, "council"),
        ),
    }

    def get_queryset(self):
        near = ("council__programme__owner", "council__secretariat")
        return Seat.objects.told().select_related(*near)

    def add(self, actor, said):
        return councils.seat(actor, said.pop("council"), **bodies.emptied(Seat, said))

    def edit(self, actor, thing, base, **values):
        return councils.change(actor, thing, base, **bodies.emptied(Seat, values))

    def end(self, actor, thing):
        """Take a seat off the council."""
        return councils.abolish(actor, thing)

    def abilities(self, actor, thing):
        return dict.fromkeys(("edit", "abolish"), councils.keeps(actor, thing.council))
