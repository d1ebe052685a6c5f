"""Recount the table of different words at every merge: the shortest version that is fast enough."""

import re
from collections import Counter
from itertools import pairwise


def train_bpe(text: str, num_merges: int) -> list[tuple[bytes, bytes]]:
    """Learn at most `num_merges` merges; nothing is carried from one step to the next but words."""
    if num_merges < 0:
        raise ValueError("num_merges is negative")
    table = Counter(
        tuple(bytes([byte]) for byte in word.encode("utf-8"))
        for word in re.findall(r" ?\S+|\s+", text)
    )
    merges: list[tuple[bytes, bytes]] = []
    for _ in range(num_merges):
        pairs: Counter[tuple[bytes, bytes]] = Counter()
        for word, times in table.items():
            for pair in pairwise(word):
                pairs[pair] += times
        most = max(pairs.values(), default=0)
        if most < 2:
            break
        pair = min(pair for pair, times in pairs.items() if times == most)
        merges.append(pair)
        table = Counter({join(word, pair): times for word, times in table.items()})
    return merges


def join(word: tuple[bytes, ...], pair: tuple[bytes, bytes]) -> tuple[bytes, ...]:
    """Return the word with every occurrence of the pair joined."""
    out = []
    i = 0
    while i < len(word):
        width = 2 if word[i : i + 2] == pair else 1
        out.append(b"".join(word[i : i + width]))
        i += width
    return tuple(out)
