"""A strict reader of DER (X.690): as much as time stamps need."""

import datetime
import re
from dataclasses import dataclass
from fractions import Fraction

from .canonical import EPOCH

BOOLEAN, INTEGER, BITS, OCTETS, OID, TIME, SEQUENCE, SET = 1, 2, 3, 4, 6, 0x18, 0x30, 0x31
MAX_DEPTH = 32
GENERAL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(\.[0-9]*[1-9])?Z")


class DerError(ValueError):
    """Bytes that are not the DER expected."""


@dataclass(frozen=True)
class Value:
    tag: int
    content: bytes
    raw: bytes

    def expect(self, tag: int) -> "Value":
        if self.tag != tag:
            raise DerError(f"tag {self.tag:#x}, not {tag:#x}")
        return self

    def items(self):
        """The values inside a constructed one."""
        if not self.tag & 0x20:
            raise DerError(f"tag {self.tag:#x} is primitive")
        found, at = [], 0
        while at < len(self.content):
            item = _value(self.content, at)
            found.append(item)
            at += len(item.raw)
        return found

    def integer(self) -> int:
        data = self.expect(INTEGER).content
        return _integer(data)

    def octets(self) -> bytes:
        return self.expect(OCTETS).content

    def oid(self) -> str:
        data = self.expect(OID).content
        if not data or data[-1] & 0x80:
            raise DerError("object identifier")
        numbers, number, fresh = [], 0, True
        for byte in data:
            if fresh and byte == 0x80:
                raise DerError("object identifier")
            number, fresh = number << 7 | byte & 0x7F, not byte & 0x80
            if fresh:
                numbers.append(number)
                number = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))

    def time(self) -> Fraction:
        """GeneralizedTime in seconds since 1970."""
        try:
            parts = GENERAL.fullmatch(self.expect(TIME).content.decode("ascii"))
            when = datetime.datetime(*map(int, parts.groups()[:6]))
        except (UnicodeDecodeError, AttributeError, ValueError):
            raise DerError("time") from None
        return int((when - EPOCH).total_seconds()) + Fraction(parts[7] or 0)

    def implicit(self, tag: int) -> "Value":
        """The same content under the tag that an implicit one stands for."""
        return Value(tag, self.content, bytes([tag]) + self.raw[1:])


def _integer(data: bytes) -> int:
    if not data or (len(data) > 1 and (data[0], data[1] >> 7) in ((0, 0), (255, 1))):
        raise DerError("integer")
    return int.from_bytes(data, "big", signed=True)


def implicit_integer(value: Value) -> int:
    return _integer(value.content)


def _value(data: bytes, at: int) -> Value:
    if len(data) - at < 2 or data[at] & 0x1F == 0x1F:
        raise DerError("cut, or a tag of more bytes")
    length, start = data[at + 1], at + 2
    if length & 0x80:
        digits = length & 0x7F
        coded = data[start : start + digits]
        length, start = int.from_bytes(coded, "big"), start + digits
        if not 1 <= digits <= 4 or len(coded) != digits or length < 0x80 or coded[0] == 0:
            raise DerError("length")
    if start + length > len(data):
        raise DerError("cut")
    return Value(data[at], data[start : start + length], data[at : start + length])


def parse(data: bytes) -> Value:
    """The one value that the bytes are, all the way down."""
    value = _value(data, 0)
    if len(value.raw) != len(data):
        raise DerError("bytes behind the value")
    _walk(value, 0)
    return value


def _walk(value, depth):
    if depth > MAX_DEPTH:
        raise DerError("nesting")
    if value.tag & 0x20:
        for item in value.items():
            _walk(item, depth + 1)
