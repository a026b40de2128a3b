"""A small HTTP client with a stop-watch."""

import http.client
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit


class HttpError(Exception):
    """An answer with an error status, or a stream that failed."""


def get(url: str, timeout: float = 30) -> tuple[int, str]:
    """Returns status and body."""
    return _exchange("GET", url, None, timeout, {})


def post(url: str, body: dict, timeout: float = 600) -> dict:
    """Posts JSON, returns JSON."""
    status, text = _exchange("POST", url, json.dumps(body), timeout, {"content-type": "application/json"})
    if status != 200:
        raise HttpError(f"{url} answered {status}: {text[:500]}")
    return json.loads(text)


def _exchange(method: str, url: str, body, timeout: float, headers: dict) -> tuple[int, str]:
    to = urlsplit(url)
    connection = http.client.HTTPConnection(to.hostname, to.port, timeout=timeout)
    try:
        connection.request(method, to.path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8")
    finally:
        connection.close()


@dataclass
class Streamed:
    """One streamed completion, as the client saw it; seconds count from just before the request was sent."""

    text: str
    finish: str | None
    prompt_tokens: int
    completion_tokens: int
    first_s: float  # until the first visible text
    total_s: float  # until the end of the stream
    headers: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)  # llama.cpp's own `timings`, where it sent them


def stream_completion(url: str, body: dict, token: str | None = None, timeout: float = 600) -> Streamed:
    """Asks `url` + /v1/completions for a stream and reads it to its end."""
    to = urlsplit(url)
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = "Bearer " + token
    payload = json.dumps(body | {"stream": True, "stream_options": {"include_usage": True}})
    connection = http.client.HTTPConnection(to.hostname, to.port, timeout=timeout)
    begun = time.perf_counter()
    try:
        connection.request("POST", "/v1/completions", payload, headers)
        response = connection.getresponse()
        if response.status != 200:
            raise HttpError(f"/v1/completions answered {response.status}: {response.read(500)!r}")
        return _read(response, begun)
    finally:
        connection.close()


def _read(response, begun: float) -> Streamed:
    pieces, finish, usage, extra, first = [], None, {}, {}, None
    for raw in response:
        if not raw.startswith(b"data:"):
            continue
        data = raw[5:].strip()
        if data == b"[DONE]":
            break
        event = json.loads(data)
        if event.get("error"):
            raise HttpError(f"the stream ended with an error: {event['error']}")
        for choice in event.get("choices", []):
            if choice.get("text"):
                if first is None:
                    first = time.perf_counter() - begun
                pieces.append(choice["text"])
            finish = choice.get("finish_reason") or finish
        usage = event.get("usage") or usage
        extra = event.get("timings") or extra
    else:
        raise HttpError("the stream ended without [DONE]")
    total = time.perf_counter() - begun
    headers = {k.lower(): v for k, v in response.getheaders() if k.lower().startswith("x-")}
    return Streamed(
        "".join(pieces),
        finish,
        usage.get("prompt_tokens", 0),
        usage.get("completion_tokens", 0),
        total if first is None else first,
        total,
        headers,
        extra,
    )
