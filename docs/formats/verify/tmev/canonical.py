"""Canonical JSON: canonical-json.md. Reading refuses every other byte."""

import base64
import binascii
import datetime
import json
import re
from decimal import Decimal

from .codes import Failed

MAX_INT = 2**53 - 1
MAX_DEPTH = 64
HEX32 = re.compile(r"[0-9a-f]{64}")
HEX16 = re.compile(r"[0-9a-f]{32}")
TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
EPOCH = datetime.datetime(1970, 1, 1)


def _once(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice")
    return members


def _refuse(text):
    raise ValueError(f"{text[:40]} is no number")


def _integer(text: str):
    value = float(text)
    return int(text) if abs(value) <= MAX_INT else _finite(text)


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{text[:40]} is no double")
    return value


def number(value: float) -> str:
    """A double as ECMAScript writes it (RFC 8785, section 3.2.2.3)."""
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text, point = "".join(map(str, digits)), len(digits) + exponent
    if 0 < point <= 21:
        text = text.ljust(point, "0")
        text = text[:point] + ("." + text[point:] if text[point:] else "")
    elif -6 < point <= 0:
        text = "0." + "0" * -point + text
    else:
        text = text[0] + ("." + text[1:] if text[1:] else "") + f"e{point - 1:+d}"
    return "-" * sign + text


def _depth(value):
    deepest, open_ = 0, [(value, 1)]
    while open_:
        item, level = open_.pop()
        if isinstance(item, (dict, list)):
            deepest = max(deepest, level)
            if level > MAX_DEPTH:
                return level
            children = item.values() if isinstance(item, dict) else item
            open_.extend((child, level + 1) for child in children)
    return deepest


def parse(data: bytes):
    """Strict JSON: UTF-8, names once, nothing behind the value, depth at most 64."""
    try:
        text = data.decode("utf-8")
        if text.startswith("\ufeff"):
            raise ValueError("a byte order mark")
        value = json.loads(
            text,
            object_pairs_hook=_once,
            parse_int=_integer,
            parse_float=_finite,
            parse_constant=_refuse,
        )
    except RecursionError:
        raise ValueError(f"nesting deeper than {MAX_DEPTH}") from None
    if _depth(value) > MAX_DEPTH:
        raise ValueError(f"nesting deeper than {MAX_DEPTH}")
    return value


def write(value) -> bytes:
    """The one form of a value; ValueError if it has none."""
    out = []
    _write(value, out)
    try:
        return "".join(out).encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("an unpaired surrogate") from None


def _write(value, out):
    if value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif value is None:
        out.append("null")
    elif isinstance(value, int):
        out.append(str(value))
    elif isinstance(value, float):
        out.append(number(value))
    elif isinstance(value, str):
        out.append(json.dumps(value, ensure_ascii=False))
    elif isinstance(value, list):
        out.append("[")
        for i, item in enumerate(value):
            if i:
                out.append(",")
            _write(item, out)
        out.append("]")
    elif isinstance(value, dict):
        out.append("{")
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        for i, name in enumerate(names):
            if i:
                out.append(",")
            out.append(json.dumps(name, ensure_ascii=False) + ":")
            _write(value[name], out)
        out.append("}")
    else:
        raise ValueError(f"{value!r} does not occur")


def read(data: bytes, where: str):
    """The object that a canonical file is, or Failed(JSON_NOT_CANONICAL)."""
    try:
        value = parse(data)
        if not isinstance(value, dict) or write(value) != data:
            raise ValueError("no object, or other bytes than its canonical form")
    except ValueError as problem:
        raise Failed("JSON_NOT_CANONICAL", f"{where}: {problem}") from None
    return value


# Types of the tables; each returns the decoded value or raises ValueError.


def fields(value, required, optional=()):
    """The object, if it has exactly these members."""
    if not isinstance(value, dict):
        raise ValueError("not an object")
    missing = [name for name in required if name not in value]
    unknown = [name for name in value if name not in required and name not in optional]
    if missing or unknown:
        raise ValueError(f"missing {missing}, unknown {[name[:40] for name in unknown]}")
    return value


def text(value) -> str:
    if not isinstance(value, str):
        raise ValueError("not a string")
    return value


def matching(value, pattern) -> str:
    if not re.fullmatch(pattern, text(value)):
        raise ValueError(f"{value[:80]!r} does not match {getattr(pattern, 'pattern', pattern)}")
    return value


def hex32(value) -> bytes:
    return bytes.fromhex(matching(value, HEX32))


def hex16(value) -> bytes:
    return bytes.fromhex(matching(value, HEX16))


def unbase64(value) -> bytes:
    try:
        raw = text(value).encode("ascii")
        decoded = base64.b64decode(raw, validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("not base64") from None
    if base64.b64encode(decoded) != raw:
        raise ValueError("not the one base64 form")
    return decoded


def count(value, low=0, high=MAX_INT) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"not an integer in {low}..{high}")
    return value


def seconds(value) -> int:
    """A time as seconds since 1970."""
    parts = TIME.fullmatch(text(value))
    if not parts:
        raise ValueError(f"{value[:40]!r} is no time")
    when = datetime.datetime(*map(int, parts.groups()))  # ValueError if no such date
    return int((when - EPOCH).total_seconds())


def show_time(at) -> str:
    return (EPOCH + datetime.timedelta(seconds=int(at))).strftime("%Y-%m-%dT%H:%M:%SZ")


def list_of(value, least=0) -> list:
    if not isinstance(value, list) or len(value) < least:
        raise ValueError(f"not an array of at least {least}")
    return value
