"""How the API describes itself: parameters, answers and mistakes of every address."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

PROBLEM = {
    "type": "object",
    "description": "What went wrong, as RFC 9457 has it.",
    "required": ["type", "title", "status", "detail", "errors", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "In the language of the reader."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "“?name” for a parameter; a JSON pointer in a body.",
                    },
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string", "format": "uuid"},
    },
    "examples": [
        {
            "type": "/api/v1/problems/bad-request",
            "title": "The request cannot be understood.",
            "status": 400,
            "detail": "There is no such parameter. Did you mean “pillar”?",
            "errors": [
                {
                    "pointer": "?piller",
                    "code": "unknown",
                    "detail": "There is no such parameter. Did you mean “pillar”?",
                }
            ],
            "request_id": "0b5a2f8e-5a3d-4a53-9d0b-0b8f3f1f7b57",
        }
    ],
}
MISTAKES = {
    "400": "A parameter is unknown, empty or impossible.",
    "401": "The key is not valid, or this is only for those who say who they are.",
    "403": "You may not do this, or the key was not made for it.",
    "404": "There is nothing here, or you may not see it.",
    "406": "There is no answer in the format that was asked for.",
}
NOT_MODIFIED = {"description": "You have it already: `If-None-Match` names its tag."}
TEXT = {"type": "string"}
NUMBERED = {"X-Request-ID": {"schema": TEXT, "description": "The number of the request."}}
HEADERS = {
    "ETag": {"schema": TEXT, "description": "The tag of the answer; say it in `If-None-Match`."},
    **NUMBERED,
}
FORMATS = {"json": "application/json", "csv": "text/csv", "svg": "image/svg+xml"}


class Schema(AutoSchema):
    """Describes the addresses of a resource from what the resource declares."""

    def get_override_parameters(self):
        return [*super().get_override_parameters(), *self._shaping(), *self._conditional()]

    def map_renderers(self, attribute):
        return ["application/json" if attribute == "media_type" else "json"]

    def get_tags(self):
        return [getattr(self.view, "tag", "") or self.path.split("/")[3]]

    def get_summary(self):
        """The first sentence of what the view says of itself."""
        return (self._told() or "").split("\n")[0].rstrip(".") or None

    def get_description(self):
        return self._told()

    def _told(self):
        action = getattr(self.view, getattr(self.view, "action", None) or "get", None)
        own = getattr(self.view, "says", {}).get(getattr(self.view, "action", ""), "")
        if own:
            return own
        if action and action.__qualname__.startswith(type(self.view).__name__) and action.__doc__:
            return _unwrapped(action.__doc__)
        return _unwrapped(type(self.view).__doc__ or "")

    def _get_response_bodies(self, direction="response"):
        answers = super()._get_response_bodies(direction)
        statuses = ["304", *MISTAKES] if self._is_reading() else [*MISTAKES]
        for status in statuses:
            answers.setdefault(status, {"$ref": f"#/components/responses/{status}"})
        good = answers.get("200") or answers.get("204") or {}
        good["headers"] = HEADERS if self._is_reading() else NUMBERED
        good["description"] = good.get("description") or "As asked."
        for kind in self._other_formats() if self._is_reading() else ():
            good.setdefault("content", {}).setdefault(kind, {"schema": TEXT})
        return dict(sorted(answers.items()))

    def _is_reading(self):
        return self.method == "GET"

    def _other_formats(self):
        return [FORMATS[each.format] for each in self.view.get_renderers()][1:]

    def _is_page(self):
        return getattr(self.view, "action", "") == "list"

    def _shaping(self):
        known = getattr(self.view, "known_parameters", set)()
        told = []
        if "sort" in known:
            names = [sign + name for name in self.view.orders for sign in ("", "-")]
            said = "The order; with “-” in front from the end. Things without a value come last."
            told.append(_parameter("sort", said, enum=names))
        if "fields" in known:
            said = "Only these members of each thing, with commas between them."
            told.append(_parameter("fields", said))
        if "expand" in known and self.view.expansions:
            names = ", ".join(f"`{name}`" for name in self.view.expansions)
            said = f"Tell these in full instead of by their code, with commas: {names}."
            told.append(_parameter("expand", said))
        if "lang" in known:
            said = "The language of labels, sentences and problems; before `Accept-Language`."
            told.append(_parameter("lang", said, enum=["en", "es"]))
        if "format" in known:
            formats = [each.format for each in self.view.get_renderers()]
            told.append(_parameter("format", "The format; before `Accept`.", enum=formats))
        return told

    def _conditional(self):
        if not self._is_reading():
            return []
        said = "The tag of an answer that you have; if nothing has changed, the answer is 304."
        return [OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description=said)]


def add_problem(result, generator, request, public):
    """Put what every address may answer among the components."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    result["components"]["schemas"]["Problem"] = PROBLEM
    result["components"]["responses"] = {"304": NOT_MODIFIED} | {
        status: {"description": said, "content": {"application/problem+json": schema}}
        for status, said in MISTAKES.items()
    }
    return result


def _parameter(name, said, enum=None):
    return OpenApiParameter(name, str, OpenApiParameter.QUERY, description=said, enum=enum)


def _unwrapped(text):
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
