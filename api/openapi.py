"""How the API describes itself: parameters, answers and mistakes of every address."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from api.problem_schema import PROBLEM

MISTAKES = {
    "400": "A parameter is unknown, empty or impossible.",
    "401": "The key is not valid, or this is only for those who say who they are.",
    "403": "You may not do this, or the key was not made for it.",
    "404": "There is nothing here, or you may not see it.",
    "406": "There is no answer in the format that was asked for.",
}
WITHDRAWN = {
    "410": "The map was retired: `farewell` says why, `successors` what took its place.",
}
MISTAKES_IN_WRITING = {
    "401": "Say who you are.",
    "403": "You may see it, but not do this, or not now.",
    "409": (
        "Somebody else changed the same: `clashes` says what they made of it, `revision` is the "
        "`base` on which you can go on. Or the thing is in a state that does not allow it."
    ),
    "412": "`If-Match` does not name the thing as it is now: get it again.",
    "415": "The body is no JSON.",
    "422": "`errors` says which members are wrong, unknown or not yours to set.",
    "428": "Neither `If-Match` nor `base` says what you saw.",
}
CONDITIONAL = (
    "partial_update", "destroy", "restore", "close", "reply", "follow_up", "sign", "overrule",
    "submit", "take_back", "withdraw", "remind", "attach", "give", "judge",
    "notes", "resolve", "reopen", "take_up", "leave",
)  # fmt: skip
REPEATABLE = (
    "create", "partial_update", "restore", "reorder", "accept", "undo", "bulk", "close", "make",
    "reply", "follow_up", "take", "sign", "overrule", "submit", "take_back", "withdraw", "remind",
    "attach", "give", "judge", "notes", "resolve", "reopen", "take_up", "leave", "send_steps",
    "put_text",
)  # fmt: skip
BASED = ("partial_update", "reply", "follow_up")  # say what their writer has seen
NEEDING_A_KEY = ("create", "bulk")
UNTAGGED = ("undo", "bulk", "take", "send_steps", "put_text")
NOT_MODIFIED = {"description": "You have it already: `If-None-Match` names its tag."}
TEXT = {"type": "string"}
NUMBERED = {"X-Request-ID": {"schema": TEXT, "description": "The number of the request."}}
TAGGED = {
    "ETag": {"schema": TEXT, "description": "The tag of the answer; say it in `If-None-Match`."},
}
LOCATED = {"Location": {"schema": TEXT, "description": "Where the new thing can be read."}}
REPLAYED = {
    "Idempotent-Replayed": {
        "schema": {"type": "string", "const": "true"},
        "description": "There where the same key brought the answer of the request before.",
    }
}
DRAFT = OpenApiParameter(
    "draft", bool, description="The working copy, for those who have a role on the map."
)
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
        action = getattr(self.view, self._action() or "get", None)
        own = getattr(self.view, "says", {}).get(self._action(), "")
        if own:
            return own
        is_own = action and action.__qualname__.startswith(type(self.view).__name__)
        if action and action.__doc__ and (is_own or self._is_writing()):
            return _unwrapped(action.__doc__)
        return _unwrapped(type(self.view).__doc__ or "")

    def _action(self):
        return getattr(self.view, "action", "")

    def _is_writing(self):
        return self.method != "GET"

    def get_request_serializer(self):
        return self._of_the_writer("body_of") if self._is_writing() else None

    def get_response_serializers(self):
        return self._of_the_writer("answer_of") or super().get_response_serializers()

    def _of_the_writer(self, name):
        """What a writable resource says of its bodies and answers."""
        describe = getattr(self.view, name, None)
        return describe(self._action()) if describe else None

    def get_auth(self):
        known = super().get_auth()
        return [each for each in known if each] if self._is_writing() else known

    def _get_response_bodies(self, direction="response"):
        answers = super()._get_response_bodies(direction)
        for status in self._statuses():
            answers.setdefault(status, {"$ref": f"#/components/responses/{status}"})
        good = next((answers[code] for code in ("200", "201", "204") if code in answers), {})
        good["headers"] = self._headers()
        good["description"] = good.get("description") or "As asked."
        for kind in () if self._is_writing() else self._other_formats():
            good.setdefault("content", {}).setdefault(kind, {"schema": TEXT})
        return dict(sorted(answers.items()))

    def _headers(self):
        action = self._action()
        headers = NUMBERED
        if not self._is_writing() or (hasattr(self.view, "body_of") and action not in UNTAGGED):
            headers = TAGGED | headers
        if action == "create":
            headers = LOCATED | headers
        return headers | (REPLAYED if action in REPEATABLE else {})

    def _statuses(self):
        if not self._is_writing():
            gone = WITHDRAWN if self._action() in getattr(self.view, "may_be_withdrawn", ()) else ()
            return ["304", *MISTAKES, *gone]
        action = self._action()
        if action == "bulk":
            return ["400", "404", *MISTAKES_IN_WRITING]
        if not hasattr(self.view, "body_of"):
            return [*MISTAKES]
        unusual = {"412"} if action not in CONDITIONAL else set()
        unusual |= {"428"} if action not in BASED else set()
        unusual |= {"415", "422"} if action == "destroy" else set()
        return ["400", "404", *(MISTAKES_IN_WRITING.keys() - unusual)]

    def _other_formats(self):
        return [FORMATS[each.format] for each in self.view.get_renderers()][1:]

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
        if "draft" in known and self._action() != "list":
            told.append(DRAFT)
        if "format" in known:
            formats = [each.format for each in self.view.get_renderers()]
            told.append(_parameter("format", "The format; before `Accept`.", enum=formats))
        return told

    def _conditional(self):
        if not self._is_writing():
            said = "The tag of an answer that you have; if nothing has changed, the answer is 304."
            return [_header("If-None-Match", said)]
        told = []
        if self._action() in CONDITIONAL:
            said = "The tag of the thing that you saw: 412 if it was changed since."
            if self._action() in BASED:
                said += " Or say `base` in the body; without both the answer is 428."
            told.append(_header("If-Match", said))
        if self._action() in REPEATABLE:
            said = "A word of your own, such as a UUID: sent twice, the request is done once."
            is_needed = self._action() in NEEDING_A_KEY or getattr(self.view, "is_freezing", False)
            told.append(_header("Idempotency-Key", said, is_needed))
        said = "Code of the organisation for which you act, if you belong to several."
        return [*told, _header("On-Behalf-Of", said)]


def add_problem(result, generator, request, public):
    """Put what every address may answer among the components."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    result["components"]["schemas"]["Problem"] = PROBLEM
    result["components"]["responses"] = {"304": NOT_MODIFIED} | {
        status: {"description": said, "content": {"application/problem+json": schema}}
        for status, said in (MISTAKES | WITHDRAWN | MISTAKES_IN_WRITING).items()
    }
    return result


def _parameter(name, said, enum=None):
    return OpenApiParameter(name, str, OpenApiParameter.QUERY, description=said, enum=enum)


def _header(name, said, is_needed=False):
    place = OpenApiParameter.HEADER
    return OpenApiParameter(name, str, place, description=said, required=is_needed)


def _unwrapped(text):
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
