"""The paper's own way: a word is a string with a mark before each symbol, a merge a substitution.

Bytes are held as the characters 0 to 255, the mark is character 256: it cannot be confused.
"""

import re
from collections import Counter
from itertools import pairwise

MARK = "\u0100"


def train_bpe(text: str, num_merges: int) -> list[tuple[bytes, bytes]]:
    """Learn at most `num_merges` merges by substitution in one string of all different words."""
    if num_merges < 0:
        raise ValueError("num_merges is negative")
    frequency = Counter(re.findall(r" ?\S+|\s+", text))
    rows = [MARK + MARK.join(word.encode().decode("latin-1")) for word in frequency]
    merges: list[tuple[bytes, bytes]] = []
    while len(merges) < num_merges:
        counts: Counter[tuple[str, str]] = Counter()
        for row, times in zip(rows, frequency.values(), strict=True):
            for left, right in pairwise(row.split(MARK)[1:]):
                counts[left, right] += times
        ranked = sorted(counts, key=lambda pair: (-counts[pair], pair))
        if not ranked or counts[ranked[0]] == 1:
            return merges
        left, right = ranked[0]
        merges.append((left.encode("latin-1"), right.encode("latin-1")))
        # What follows must be a mark or the end, or `b` would match the start of a longer symbol.
        whole = re.compile(re.escape(f"{MARK}{left}{MARK}{right}") + f"(?={MARK}|\\Z)")
        joined = f"{MARK}{left}{right}"
        rows = [whole.sub(lambda _, joined=joined: joined, row) for row in rows]
    return merges
