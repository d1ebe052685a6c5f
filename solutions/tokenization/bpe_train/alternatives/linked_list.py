"""Symbols in one linked list, and the places of every pair: a merge touches its places only.

Near-linear even where the whole text is one word.
"""

import re
from collections import Counter, defaultdict


class Symbols:
    """All different words, end to end; `None` stands between two of them."""

    def __init__(self, frequency: Counter[str]) -> None:
        self.value: list[bytes | None] = []
        self.weight: list[int] = []
        for word, times in frequency.items():
            self.value += [bytes([byte]) for byte in word.encode()]
            self.value.append(None)
            self.weight += [times] * (len(self.value) - len(self.weight))
        self.next = list(range(1, len(self.value) + 1))
        self.previous = list(range(-1, len(self.value) - 1))
        self.count: dict[tuple[bytes, bytes], int] = defaultdict(int)
        self.places: dict[tuple[bytes, bytes], set[int]] = defaultdict(set)
        for place in range(len(self.value)):
            self.note(place, +1)

    def pair(self, place: int) -> tuple[bytes, bytes] | None:
        """Return the pair whose left half stands here, if there is one."""
        if place < 0 or (left := self.value[place]) is None:
            return None
        right = self.value[self.next[place]]
        return None if right is None else (left, right)

    def note(self, place: int, sign: int) -> None:
        """Count the pair at this place, or no longer count it."""
        pair = self.pair(place)
        if pair is not None:
            self.count[pair] += sign * self.weight[place]
            (self.places[pair].add if sign > 0 else self.places[pair].discard)(place)

    def join(self, pair: tuple[bytes, bytes]) -> None:
        """Merge the pair at all of its places, from left to right."""
        for place in sorted(self.places[pair]):
            if self.pair(place) != pair:  # its left half went into the merge before it
                continue
            gone = self.next[place]
            for old in (self.previous[place], place, gone):
                self.note(old, -1)
            self.value[place] = pair[0] + pair[1]
            self.value[gone] = None
            self.next[place] = self.next[gone]
            self.previous[self.next[gone]] = place
            for new in (self.previous[place], place):
                self.note(new, +1)
        del self.count[pair]


def train_bpe(text: str, num_merges: int) -> list[tuple[bytes, bytes]]:
    """Learn at most `num_merges` merges on one linked list of symbols."""
    if num_merges < 0:
        raise ValueError("num_merges is negative")
    symbols = Symbols(Counter(re.findall(r" ?\S+|\s+", text)))
    merges: list[tuple[bytes, bytes]] = []
    while len(merges) < num_merges and symbols.count:
        best = min(symbols.count.items(), key=lambda item: (-item[1], item[0]))[0]
        if symbols.count[best] < 2:
            break
        merges.append(best)
        symbols.join(best)
    return merges
