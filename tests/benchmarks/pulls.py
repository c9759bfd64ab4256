"""Pulling a whole map: stored bytes against a static file and against nested serializers."""

from tests.benchmarks.measuring import Row, medians, told

ROUNDS = 120
EDITION = "/api/v1/roadmaps/automotive"


def rows(client) -> list[Row]:
    """How fast the current edition is, beside the same bytes as a file and beside serializers."""
    taken = medians(
        ROUNDS,
        edition=lambda: client.get(EDITION),
        file=lambda: client.get("/static/automotive.json"),
    )
    nested = medians(
        ROUNDS // 6,
        edition=lambda: client.get(EDITION),
        nested=lambda: client.get("/nested/automotive"),
    )
    against_file = taken["file"] / taken["edition"]
    against_nested = nested["nested"] / nested["edition"]
    return [
        Row(
            "Pulling the edition: speed against the same bytes as a static file",
            told(taken),
            against_file,
            "≥ 0.5",
            against_file >= 0.5,
        ),
        Row(
            "Pulling the edition: speed against nested serializers of the same map",
            told(nested),
            against_nested,
            "≥ 20",
            against_nested >= 20,
        ),
    ]
