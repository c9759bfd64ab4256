"""What every list and every single thing that can be read has in common."""

from collections.abc import Mapping
from typing import Any

from rest_framework import viewsets

from api import behalf, etags, parameters, tables
from api.expansions import Expansion, expand
from api.filters import Filters
from api.middleware import preflight
from api.negotiation import CSVRenderer, JSONRenderer, Negotiation
from api.openapi import Schema
from api.paging import CursorPages, Place
from api.scopes import needs
from api.throttling import ByPerson

Items = list[dict[str, Any]]
Names = list[str]
JSON = "application/json"
OF_A_LIST = ("limit", "cursor", "count", "sort", "fields", "expand", "lang", "format")
OF_A_THING = ("fields", "expand", "lang", "format")
READING = ("GET", "HEAD", "OPTIONS")


class Resource(viewsets.GenericViewSet):
    """Things that can be read. A resource says which, how they are told, filtered and sorted."""

    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    content_negotiation_class = Negotiation
    filter_backends = [Filters]
    pagination_class = CursorPages
    permission_classes = []
    throttle_classes = [ByPerson]
    schema = Schema()
    scope = "write"  # what a key must be made for to do more than read

    orders: Mapping[str, tuple[Place, ...]] = {}  # the first one is the usual one
    expansions: Mapping[str, Expansion] = {}
    columns: tables.Columns = {}
    more_parameters: tuple[str, ...] = ()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        behalf.named(request)
        if self.action:  # an address that does not know the method says that first
            needs(request, "read" if request.method in READING else self.scope)
            parameters.check(request.query_params, self.known_parameters())

    def get_renderers(self):
        kinds = [JSONRenderer, CSVRenderer] if self.action == "list" else [JSONRenderer]
        return [kind() for kind in kinds]

    def options(self, request, *args, **kwargs):
        return preflight(self.allowed_methods)

    def get_authenticate_header(self, request):
        """How one can say who one is; an answer 401 has to name a way."""
        return super().get_authenticate_header(request) or "Cookie"

    def list(self, request, *args, **kwargs):
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.page_of(self.tell(page), self.paginator.next, self.paginator.count)

    def retrieve(self, request, *args, **kwargs):
        item = self.shown(self.tell([self.get_object()]))[0]
        etag = item.pop("etag")
        return etags.answer(request, JSONRenderer().render(item), JSON, etag)

    def page_of(self, items: Items, following: str | None, count: int | None = None):
        """A page of a list, as JSON or as a table."""
        items = self.shown(items)
        headers = {"Link": f'<{following}>; rel="next"'} if following else {}
        if self.request.accepted_renderer.format == "csv":
            content, kind = tables.write(self.shown_columns(), items), tables.CONTENT_TYPE
        else:
            body: dict[str, Any] = {"items": items, "next": following}
            if count is not None:
                body["count"] = count
            content, kind = JSONRenderer().render(body), JSON
        return etags.answer(self.request, content, kind, f'"{etags.digest(content)}"', **headers)

    def tell(self, rows) -> Items:
        """The things as plain dictionaries."""
        return [dict(item) for item in self.get_serializer(rows, many=True).data]

    def shown(self, items):
        """The things with what was asked for in full, without what was not, each with its tag."""
        query = self.request.query_params
        for name in parameters.chosen(query, "expand", self.expansions):
            expand(items, self.expansions[name])
        fields = self.fields()
        revisions = [item.get("revision") or 0 for item in items]
        if fields:
            items = [{name: item[name] for name in fields if name in item} for item in items]
        return [
            {**item, "etag": etags.of_item(item, revision)}
            for item, revision in zip(items, revisions, strict=True)
        ]

    def fields(self) -> Names:
        """The members that were asked for; none where all were."""
        query = self.request.query_params
        return parameters.chosen(query, "fields", self.members()) if "fields" in query else []

    def shown_columns(self):
        if fields := self.fields():
            return tables.columns(*fields)
        return self.columns or tables.columns(*self.members())

    def members(self) -> Names:
        """The names of all that is told of a thing."""
        serializer: Any = self.get_serializer()
        return list(serializer.get_fields())

    def known_parameters(self) -> set[str]:
        if self.action != "list":
            return {*OF_A_THING, *self.more_parameters}
        filters = self.filterset_class.base_filters if hasattr(self, "filterset_class") else ()
        return {*OF_A_LIST, *filters, *self.more_parameters}

    def places(self, request):
        """The order of the list."""
        usual = next(iter(self.orders))
        names = [sign + name for name in self.orders for sign in ("", "-")]
        name = (parameters.chosen(request.query_params, "sort", names) or [usual])[0]
        return ordered(self.orders[name.removeprefix("-")], name.startswith("-"))


def ordered(places, is_backwards: bool):
    """The order, or the same one from the end."""
    if not is_backwards:
        return places
    return tuple(
        Place(place.column, not place.is_descending, place.is_nullable) for place in places
    )


def by(*columns: str, nullable: str = "") -> tuple[Place, ...]:
    """An order by these columns; the last one tells every thing from every other."""
    return tuple(Place(column, is_nullable=column == nullable) for column in columns)
