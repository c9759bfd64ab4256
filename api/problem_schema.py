"""How a problem is described in the OpenAPI file: the members of RFC 9457, and ours."""

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
        "clashes": {
            "type": "object",
            "description": (
                "With 409: what the fields were that two people changed, what the other made of "
                "them, and what you want."
            ),
            "additionalProperties": {
                "type": "object",
                "required": ["base", "theirs", "mine"],
                "properties": {"base": {}, "theirs": {}, "mine": {}},
            },
        },
        "revision": {
            "type": "integer",
            "description": "With 409: the revision of the map on which you can go on, as `base`.",
        },
        "outdated": {
            "type": "array",
            "description": "With 409: the changes of a proposal that do not fit the map any more.",
            "items": {
                "type": "object",
                "required": ["number", "stand", "base", "theirs", "mine"],
                "properties": {
                    "number": {"type": "integer"},
                    "stand": {"enum": ["clashes", "gone"]},
                    "base": {},
                    "theirs": {},
                    "mine": {},
                },
            },
        },
        "obstacles": {
            "type": "array",
            "description": "With 409: what stands in the way of a step in the life of a map.",
            "items": {"$ref": "#/components/schemas/Obstacle"},
        },
        "stage": {
            "type": "string",
            "description": "With 409: the stage of the map, from which the step does not begin.",
        },
        "farewell": {
            "type": ["string", "null"],
            "description": "With 410: why the map was retired, in the words of who did it.",
        },
        "edition": {
            "type": "object",
            "description": "With 410: the last edition, which stays under its `address`.",
            "required": ["number", "status", "sha256", "published_at", "address"],
            "properties": {
                "number": {"type": "string"},
                "status": {"type": "string"},
                "sha256": {"type": "string"},
                "published_at": {"type": "string", "format": "date-time"},
                "address": {"type": "string", "format": "uri-reference"},
            },
        },
        "successors": {
            "type": "array",
            "description": "With 410: the maps that took its place, as far as editions say so.",
            "items": {
                "type": "object",
                "required": ["kind", "slug", "name", "address"],
                "properties": {
                    "kind": {"$ref": "#/components/schemas/MapRelationCode"},
                    "slug": {"type": ["string", "null"]},
                    "name": {"type": "string"},
                    "address": {"type": ["string", "null"], "format": "uri-reference"},
                },
            },
        },
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
