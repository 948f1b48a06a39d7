"""An example of a JSON schema, as the page of the API shows it."""

from __future__ import annotations

from typing import Any

type Json = dict[str, Any]

DEEPEST = 6
PREFIX = "#/components/schemas/"
PLAIN = {"string": "", "integer": 0, "boolean": True}
FORMATS = {"date": "2026-11-23", "date-time": "2026-11-23T09:30:00Z"}


def example(schema: Json, shapes: Json, depth: int = 0) -> Any:
    """Return a value of a schema: its own example where it has one.

    Args:
        shapes: the schemas that others refer to, by name.
    """
    if "$ref" in schema:
        return example(shapes[schema["$ref"].removeprefix(PREFIX)], shapes, depth)
    for known in ("examples", "enum"):
        if schema.get(known):
            return schema[known][0]
    for parts in ("anyOf", "oneOf", "allOf"):
        if parts in schema:
            return example(schema[parts][0], shapes, depth)
    kind = schema.get("type", "")
    if kind == "object":
        shown = {} if depth >= DEEPEST else schema.get("properties", {})
        return {name: example(one, shapes, depth + 1) for name, one in shown.items()}
    if kind == "array":
        return [example(schema["items"], shapes, depth + 1)]
    return FORMATS.get(schema.get("format", ""), schema.get("default", PLAIN.get(kind)))
