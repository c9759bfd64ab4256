"""Long lists in pages: the next page begins after the last thing of this one.

A cursor holds where the page ended. It is sealed, and good for one list in one order only, so
what was added or removed in the meantime neither repeats nor hides anything.
"""

import json
from dataclasses import dataclass

from django.core import signing
from django.db.models import F, Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.utils.urls import replace_query_param

from api import parameters

USUAL, MOST = 25, 100
OF_THE_PAGE = {"limit", "cursor", "count", "fields", "expand", "lang", "format"}
PARAMETERS = (
    ("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
     "How many things a page holds."),
    ("cursor", {"type": "string"}, "Where the page begins, as the page before says in `next`."),
    ("count", {"type": "boolean", "default": False}, "Also say how many things there are in all."),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One column of an order. In any order things without a value come last."""

    column: str
    is_descending: bool = False
    is_nullable: bool = False

    def order(self):
        column = F(self.column)
        if not self.is_nullable:  # in the order of an index
            return column.desc() if self.is_descending else column.asc()
        return column.desc(nulls_last=True) if self.is_descending else column.asc(nulls_last=True)

    def after(self, value):
        """Things that come later than this value; none can say so for things without a value."""
        if value is None:
            return None
        later = Q(**{f"{self.column}__{'lt' if self.is_descending else 'gt'}": value})
        return later | Q(**{f"{self.column}__isnull": True}) if self.is_nullable else later

    def same(self, value):
        return Q(**{f"{self.column}__isnull": True} if value is None else {self.column: value})


class CursorPages(BasePagination):
    """A page of a list, and the address of the next one."""

    def paginate_queryset(self, queryset, request, view=None):
        limit = size(request)
        places = view.places(request)
        self.count = queryset.count() if parameters.is_set(request.query_params, "count") else None
        if "cursor" in request.query_params:
            queryset = _after(queryset, places, read_cursor(request, len(places)))
        found = list(queryset.order_by(*[place.order() for place in places])[: limit + 1])
        page = found[:limit]
        self.next = None
        if len(found) > limit:
            values = [_value(page[-1], place.column) for place in places]
            self.next = address_of(request, values)
        return page

    def get_schema_operation_parameters(self, view):
        return [
            {"name": name, "in": "query", "required": False, "schema": schema, "description": said}
            for name, schema, said in PARAMETERS
        ]

    def get_paginated_response_schema(self, schema):
        tag = {"etag": {"type": "string", "description": "Of this thing as it is told here."}}
        tagged = {"type": "object", "required": ["etag"], "properties": tag}
        schema = {"type": "array", "items": {"allOf": [schema["items"], tagged]}}
        return {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": schema,
                "next": {"type": ["string", "null"], "description": "Address of the next page."},
                "count": {"type": "integer", "description": "Of all pages; with `count=true`."},
            },
        }


def size(request) -> int:
    """How many things the page may hold."""
    text = request.query_params.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST):
        message = _("The limit is a number from 1 to %(most)s.") % {"most": MOST}
        raise ValidationError({"limit": [ErrorDetail(message, "invalid")]})
    return int(text)


def signer(request) -> signing.Signer:
    """Seals the cursors of this list, with these filters, in this order."""
    query = sorted(item for item in request.query_params.items() if item[0] not in OF_THE_PAGE)
    return signing.Signer(salt=json.dumps([request.path, query]))


def address_of(request, values: list) -> str:
    """The address of the page that begins after these values."""
    cursor = signer(request).sign_object([_text(value) for value in values])
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor)


def read_cursor(request, length: int) -> list:
    """Where the page begins."""
    try:
        values = signer(request).unsign_object(request.query_params["cursor"])
    except signing.BadSignature:
        values = None
    if not isinstance(values, list) or len(values) != length:
        message = _("This cursor is not of this list. Begin again without one.")
        raise ValidationError({"cursor": [ErrorDetail(message, "invalid")]})
    return values


def _after(queryset, places, values):
    later = Q(pk__in=[])
    same = Q()
    for place, value in zip(places, values, strict=True):
        if (after := place.after(value)) is not None:
            later |= same & after
        same &= place.same(value)
    return queryset.filter(later)


def _value(thing, column):
    for name in column.split("__"):
        thing = getattr(thing, name)
    return thing


def _text(value):
    return value if value is None or isinstance(value, int) else str(value)
