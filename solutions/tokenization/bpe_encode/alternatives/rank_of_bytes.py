"""Rank neighbours by their joined bytes, not as a pair: a learned token is made in one way only."""

import re
from itertools import pairwise


def encode(text: str, merges: list[tuple[bytes, bytes]]) -> list[int]:
    """Encode each word by moving cuts in its bytes; the vocabulary alone is needed."""
    rank = {bytes([byte]): byte for byte in range(256)}
    for i, pair in enumerate(merges):
        rank[b"".join(pair)] = 256 + i
    known: dict[bytes, list[int]] = {}
    ids: list[int] = []
    for word in re.findall(r" ?\S+|\s+", text):
        raw = word.encode()
        if raw not in known:
            cuts = cut(raw, rank)
            known[raw] = [rank[raw[a:b]] for a, b in pairwise(cuts)]
        ids += known[raw]
    return ids


def cut(raw: bytes, rank: dict[bytes, int]) -> list[int]:
    """Return where the tokens of a word begin, and its end."""
    cuts = list(range(len(raw) + 1))
    while True:
        spans = [raw[cuts[i] : cuts[i + 2]] for i in range(len(cuts) - 2)]
        ranked = [(rank[span], i) for i, span in enumerate(spans) if span in rank]
        if not ranked:
            return cuts
        # The leftmost of the lowest rank: one cut less.
        del cuts[min(ranked)[1] + 1]


def decode(ids: list[int], merges: list[tuple[bytes, bytes]]) -> str:
    """Decode by one table; ids outside it are looked for first."""
    table = [*(bytes([byte]) for byte in range(256)), *(a + b for a, b in merges)]
    unknown = set(ids) - set(range(len(table)))
    if unknown:
        raise ValueError(f"no token has the id {min(unknown)}")
    return b"".join(map(table.__getitem__, ids)).decode("utf-8", "replace")
