"""Sharing work among processes; a fixed input goes to each process once."""

import multiprocessing
from contextlib import contextmanager

_shared = None


def _start(value):
    global _shared
    _shared = value


def _call(job):
    function, item = job
    return function(_shared, item)


@contextmanager
def shared(workers: int, value):
    """map(function, items) -> results in order; function(value, item) is a module's."""
    if workers <= 1:
        yield lambda function, items: (function(value, item) for item in items)
        return
    with multiprocessing.Pool(workers, _start, (value,)) as pool:
        yield lambda function, items: pool.imap(
            _call, ((function, item) for item in items), chunksize=1
        )
