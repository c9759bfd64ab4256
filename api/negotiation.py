"""In which format the answer comes: `format=` says so, or else `Accept`."""

from django.utils.translation import gettext as _
from rest_framework import renderers
from rest_framework.exceptions import ErrorDetail, NotAcceptable, ValidationError
from rest_framework.negotiation import BaseContentNegotiation

from api.parameters import suggestion


class JSONRenderer(renderers.JSONRenderer):
    """JSON without spaces."""


class CSVRenderer(renderers.BaseRenderer):
    """A table; the resource writes it, because it knows its columns."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data


class SVGRenderer(CSVRenderer):
    """A picture."""

    media_type = "image/svg+xml"
    format = "svg"


class Negotiation(BaseContentNegotiation):
    """Minds the wishes of the reader in the order in which the reader has them."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        wanted = request.query_params.get("format")
        if wanted is not None:
            return self._named(wanted, {each.format: each for each in renderers})
        by_type = {each.media_type: each for each in renderers}
        accept = request.headers.get("Accept", "").strip()
        if not accept:
            return renderers[0], renderers[0].media_type
        if "text/html" in accept and "application/json" in by_type:
            return by_type["application/json"], "application/json"  # somebody looks at it
        preferred = request._request.get_preferred_type(list(by_type))
        if preferred is None:
            raise NotAcceptable
        return by_type[preferred], preferred

    def _named(self, wanted, by_name):
        if wanted not in by_name:
            message = _("“%(word)s” is not known here.") % {"word": wanted[:80]}
            text = message + suggestion(wanted, by_name)
            raise ValidationError({"format": [ErrorDetail(text, "unknown")]})
        return by_name[wanted], by_name[wanted].media_type
