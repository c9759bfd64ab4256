"""What writers take and tell, for the OpenAPI file."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from api import bodies, fields
from api.bodies import Body, Values
from api.serializers import Abilities


class Described:
    """The bodies and answers of a writer. told: further columns that are told, by member."""

    model: Any
    told: Mapping[str, str] = {}
    kept: tuple[str, ...] = ("is_withdrawn", "revision")  # what the system knows of it
    new: Body
    changed: Body
    moved: Body
    draft_of: Body

    def names(self) -> tuple[str, ...]:
        """The columns that people may write."""
        return self.model.WRITTEN

    def described(self) -> Values:
        """The members of a working copy, for the OpenAPI file."""
        strings = {name: fields.Text(allow_null=True) for name in self.told}
        kept = {
            "is_withdrawn": fields.Flag(),
            "revision": fields.Whole(help_text="Of the map, when this was last changed."),
        }
        return {
            "id": serializers.UUIDField(),
            "roadmap": fields.Text(),
            **strings,
            **bodies.told(self.model, self.names()),
            **{name: kept[name] for name in self.kept},
            "abilities": Abilities(),
            "etag": fields.Text(help_text="For `If-Match`."),
        }

    def bodies(self) -> Values:
        """The body of each action, for the OpenAPI file."""
        bodies = {"create": self.new, "partial_update": self.changed, "reorder": self.moved}
        return {action: body.serializer for action, body in bodies.items()}

    def told_as(self) -> Any:
        """A working copy, for the OpenAPI file."""
        return self.draft_of.serializer

    def either(self, published: Any) -> Any:
        """What is published, or the working copy, for the OpenAPI file."""
        return PolymorphicProxySerializer(
            f"{self.model.__name__}OrDraft", [published, self.told_as()], None
        )
