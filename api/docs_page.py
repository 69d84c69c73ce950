"""What the page on the API shows, read from the OpenAPI document."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

Json = Mapping[str, Any]
_SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a type in words; what is described on the page has a name to jump to."""

    text: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of an object."""

    name: str
    place: str
    required: bool
    kind: tuple[Part, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Example:
    """A request that can be sent."""

    label: str
    address: str
    """Without the slash at its beginning, so that it holds wherever the site is served."""
    media_type: str
    body: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A method at a path."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: tuple[Part, ...]
    examples: tuple[Example, ...]
    responses: tuple[tuple[str, str, tuple[Part, ...]], ...]

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        words = "".join(letter if letter.isalnum() else " " for letter in self.path).split()
        return "-".join([self.method.lower(), *words])


@dataclass(frozen=True, slots=True)
class Schema:
    """An object that is sent or answered."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]


def operations(document: Json) -> dict[str, list[Operation]]:
    """Return the operations by their tag, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, of in methods.items():
            found.setdefault(of["tags"][0], []).append(_operation(method, path, of))
    return found


def schemas(document: Json) -> tuple[Schema, ...]:
    """Return the objects, in order of their names."""
    found = [
        Schema(name, of.get("title", name), of.get("description", ""), tuple(_fields(of)))
        for name, of in document["components"]["schemas"].items()
    ]
    return tuple(sorted(found, key=lambda schema: (schema.title, schema.name)))


def _operation(method: str, path: str, of: Json) -> Operation:
    contents = of.get("requestBody", {}).get("content", {})
    return Operation(
        method=method.upper(),
        path=path,
        summary=of["summary"],
        description=of.get("description", ""),
        parameters=tuple(
            Field(
                each["name"],
                each["in"],
                each.get("required", False),
                _kind(each["schema"]),
                each.get("description", ""),
            )
            for each in of.get("parameters", ())
        ),
        body=_kind(next(iter(contents.values()))["schema"]) if contents else (),
        examples=tuple(_examples(method, path, of, contents)),
        responses=tuple(
            (status, response["description"], _kind(_answered(response)))
            for status, response in sorted(of["responses"].items())
        ),
    )


def _answered(response: Json) -> Json:
    """The schema of what is answered; where there are several forms, they are told in words."""
    contents = list(response.get("content", {}).values())
    found: Json = contents[0].get("schema", {}) if len(contents) == 1 else {}
    return found if "$ref" in found else {}


def _examples(method: str, path: str, of: Json, contents: Json) -> Iterator[Example]:
    address = _address(path, of.get("parameters", ()))
    if method == "get":
        yield Example("", address, "", "")
    for media_type, content in contents.items():
        given = content.get("examples") or {"": {"summary": media_type, "value": content.get("example", "")}}
        for each in given.values():
            yield Example(each["summary"], address, media_type, _written(media_type, each["value"]))


def _address(path: str, parameters: Sequence[Json]) -> str:
    asked = []
    for each in parameters:
        example = each.get("example")
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", quote(str(example or each["name"])))
        elif example:
            asked.append((each["name"], example))
    return path.removeprefix("/") + ("?" + urlencode(asked, doseq=True) if asked else "")


def _written(media_type: str, value: object) -> str:
    if media_type == "application/json":
        return json.dumps(value, indent=2, ensure_ascii=False)
    return urlencode(value) if isinstance(value, dict) else str(value)


def _fields(schema: Json) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, of in schema.get("properties", {}).items():
        yield Field(name, "", name in required, _kind(of), of.get("description", ""))


def _kind(schema: Json) -> tuple[Part, ...]:
    """A type in words: `list of NodeBody or null`."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_SCHEMAS)
        return (Part(name.rpartition("__")[2], name),)
    if "anyOf" in schema:
        parts = [_kind(each) for each in schema["anyOf"]]
        return tuple(part for at, each in enumerate(parts) for part in ((Part(" or "),) if at else ()) + each)
    if "enum" in schema:
        return (Part(", ".join(json.dumps(value) for value in schema["enum"])),)
    if "const" in schema:
        return (Part(json.dumps(schema["const"])),)
    if schema.get("type") == "array":
        return (Part("list of "), *_kind(schema.get("items", {})))
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return (Part("object of "), *_kind(schema["additionalProperties"]))
    return (Part(schema["type"]),) if "type" in schema else ()
