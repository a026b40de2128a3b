"""The part of JSON Schema that the schemas in docs/formats use."""

import functools
import json
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parents[2]
KNOWN = {
    "$schema", "$id", "$defs", "$ref", "title", "description", "type", "additionalProperties",
    "required", "properties", "const", "enum", "oneOf", "items", "pattern", "minimum", "maximum",
    "minLength", "maxLength", "minItems", "uniqueItems", "maxItems",
}  # fmt: skip
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


@functools.cache
def load(name: str) -> dict:
    """A schema beside the pages."""
    return json.loads((FOLDER / name).read_text("utf-8"))


@functools.cache
def _regex(pattern: str):
    # In Python $ also matches before a last newline.
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


def check(value, name: str):
    """ValueError with the place of the first difference from the schema."""
    root = load(name)
    _check(value, root, root, "")


def check_part(value, rule: dict, root: dict):
    """The same for one form of a schema."""
    _check(value, rule, root, "")


def _same(a, b):
    return type(a) is type(b) and a == b


def _check(value, rule, root, at):
    unknown = set(rule) - KNOWN
    if unknown:
        raise NotImplementedError(f"schema keywords {unknown}")
    if "$ref" in rule:
        target = root
        for part in rule["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        _check(value, target, root, at)
    if "const" in rule and not _same(value, rule["const"]):
        raise ValueError(f"{at or '/'} is not {rule['const']!r}")
    if "enum" in rule and not any(_same(value, item) for item in rule["enum"]):
        raise ValueError(f"{at or '/'} is none of {rule['enum']}")
    if "oneOf" in rule:
        _one_of(value, rule["oneOf"], root, at)
    if "type" in rule:
        kind = TYPES[rule["type"]]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ValueError(f"{at or '/'} is no {rule['type']}")
    if isinstance(value, dict):
        _object(value, rule, root, at)
    elif isinstance(value, list):
        _array(value, rule, root, at)
    elif isinstance(value, str):
        _string(value, rule, at)
    elif isinstance(value, int) and not isinstance(value, bool):
        if not rule.get("minimum", value) <= value <= rule.get("maximum", value):
            raise ValueError(f"{at} is out of range")


def _one_of(value, choices, root, at):
    problems, fits = [], 0
    for choice in choices:
        try:
            _check(value, choice, root, at)
            fits += 1
        except ValueError as problem:
            problems.append(str(problem))
    if fits != 1:
        raise ValueError(f"{at or '/'} fits {fits} forms: {problems[:1]}")


def _object(value, rule, root, at):
    known = rule.get("properties", {})
    for name in rule.get("required", ()):
        if name not in value:
            raise ValueError(f"{at}/{name} is missing")
    for name, member in value.items():
        if name in known:
            _check(member, known[name], root, f"{at}/{name}")
        elif rule.get("additionalProperties", True) is False:
            raise ValueError(f"{at}/{name[:40]} is unknown")


def _array(value, rule, root, at):
    if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
        raise ValueError(f"{at} has {len(value)} items")
    if "items" in rule:
        for i, item in enumerate(value):
            _check(item, rule["items"], root, f"{at}/{i}")


def _string(value, rule, at):
    units = len(value.encode("utf-16-be", "surrogatepass")) // 2
    if not rule.get("minLength", 0) <= units <= rule.get("maxLength", units):
        raise ValueError(f"{at} has {units} characters")
    if "pattern" in rule and not _regex(rule["pattern"]).search(value):
        raise ValueError(f"{at} does not match {rule['pattern']}")
