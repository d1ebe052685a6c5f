"""A linked list of tokens, and a heap of pairs by rank and place: O(n log n) for a word."""

import heapq
import re

Rules = dict[tuple[int, int], int]


def encode(text: str, merges: list[tuple[bytes, bytes]]) -> list[int]:
    """Encode word by word; a pair of ids leads to the id it makes, which also is its rank."""
    number = {bytes([byte]): byte for byte in range(256)}
    rules: Rules = {}
    for left, right in merges:
        new = 256 + len(rules)
        rules[number[left], number[right]] = number[left + right] = new
    ids: list[int] = []
    for word in re.findall(r" ?\S+|\s+", text):
        ids.extend(encode_word(list(word.encode()), rules))
    return ids


def encode_word(token: list[int], rules: Rules) -> list[int]:
    """Merge in place: a token that was used up becomes -1 and is left out of the list."""
    end = len(token)
    after, before = list(range(1, end + 1)), list(range(-1, end - 1))
    heap: list[tuple[int, int]] = []

    def offer(place: int) -> None:
        if place >= 0 and after[place] < end:
            new = rules.get((token[place], token[after[place]]))
            if new is not None:
                heapq.heappush(heap, (new, place))

    for place in range(end):
        offer(place)
    while heap:
        new, place = heapq.heappop(heap)
        gone = after[place]
        # The entry may be old: one of its halves has gone into another merge since.
        if gone >= end or rules.get((token[place], token[gone])) != new:
            continue
        token[place], token[gone] = new, -1
        after[place] = after[gone]
        if after[place] < end:
            before[after[place]] = place
        offer(before[place])
        offer(place)
    return [i for i in token if i >= 0]


def decode(ids: list[int], merges: list[tuple[bytes, bytes]]) -> str:
    """Collect bytes in a bytearray."""
    raw = bytearray()
    for i in ids:
        if 0 <= i < 256:
            raw.append(i)
        elif 256 <= i < 256 + len(merges):
            raw += b"".join(merges[i - 256])
        else:
            raise ValueError(f"unknown id {i}")
    return str(raw, "utf-8", "replace")
