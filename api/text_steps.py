"""How the steps of a running text are told, and whose words are whose."""

from rest_framework import serializers


class TextStepSerializer(serializers.Serializer):
    """What one person did to a text in one go, as it was applied."""

    version = serializers.IntegerField(help_text="Of the text after it.")
    author = serializers.CharField(source="author.called")
    credit = serializers.CharField(
        source="credit.called",
        default=None,
        allow_null=True,
        help_text="Whose words they are, where the author has taken up a proposal.",
    )
    at = serializers.DateTimeField()
    client = serializers.CharField()
    number = serializers.IntegerField()
    steps = serializers.ListField(child=serializers.JSONField())


class WrittenSerializer(serializers.Serializer):
    """What came of a message: all that came since its `base`, with its own steps."""

    version = serializers.IntegerField()
    rows = TextStepSerializer(many=True)
    kept = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Which of the steps had a place; what the others changed is gone.",
    )


class SpanSerializer(serializers.Serializer):
    """Words of one person, between two positions of the text."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    author = serializers.UUIDField()
    at = serializers.DateTimeField()
    text = serializers.CharField()


class BlameSerializer(serializers.Serializer):
    """Whose words are whose."""

    version = serializers.IntegerField()
    items = SpanSerializer(many=True)
