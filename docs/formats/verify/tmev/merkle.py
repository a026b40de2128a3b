"""The tree of log.md: RFC 6962 hashes, RFC 9162 proofs."""

import hashlib

EMPTY = hashlib.sha256(b"").digest()
MAX_PATH = 63


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """Takes leaf hashes one by one, holds one root per set bit of their number."""

    def __init__(self):
        self.size = 0
        self._roots = []

    def add(self, leaf: bytes):
        bit = self.size
        while bit & 1:
            leaf = node_hash(self._roots.pop(), leaf)
            bit >>= 1
        self._roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self._roots:
            return EMPTY
        root = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            root = node_hash(left, root)
        return root


def root_of(entries) -> bytes:
    tree = Tree()
    for entry in entries:
        tree.add(leaf_hash(entry))
    return tree.root()


def _well_formed(path):
    return len(path) <= MAX_PATH and all(len(item) == 32 for item in path)


def included(leaf: bytes, index: int, size: int, path, root: bytes) -> bool:
    if index >= size or not _well_formed(path):
        return False
    first, second, node = index, size - 1, leaf
    for item in path:
        if second == 0:
            return False
        if first & 1 or first == second:
            node = node_hash(item, node)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            node = node_hash(node, item)
        first, second = first >> 1, second >> 1
    return second == 0 and node == root


def consistent(old_size: int, old_root: bytes, size: int, root: bytes, proof) -> bool:
    if old_size > size:
        return False
    if old_size == 0:
        return not proof and old_root == EMPTY
    if old_size == size:
        return not proof and old_root == root
    if not _well_formed(proof):
        return False
    items = list(proof)
    if old_size & (old_size - 1) == 0:
        items.insert(0, old_root)
    if not items:
        return False
    first, second = old_size - 1, size - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    old = new = items[0]
    for item in items[1:]:
        if second == 0:
            return False
        if first & 1 or first == second:
            old, new = node_hash(item, old), node_hash(item, new)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            new = node_hash(new, item)
        first, second = first >> 1, second >> 1
    return second == 0 and old == old_root and new == root
