"""Byte-level BPE training: join the most frequent pair of neighbours, again and again.

A symbol is its bytes, a word a list of symbols. The limits: a word is gone over from end to end at
each merge that touches it, which is cheap for words and not for a text without spaces.
"""

import heapq
import re
from collections import Counter, defaultdict
from itertools import pairwise

Pair = tuple[bytes, bytes]
Word = list[bytes]


def train_bpe(text: str, num_merges: int) -> list[Pair]:
    """Learn at most `num_merges` merges (Sennrich et al. 2016, on bytes as in GPT-2).

    Args:
        text: any Unicode text
        num_merges: how many merges to learn, at most

    Returns:
        the merged pairs, in the order of merging

    Raises:
        ValueError: `num_merges` is negative.
    """
    if num_merges < 0:
        raise ValueError(f"num_merges must not be negative, got {num_merges}")

    # The text is read once. From here on a word stands once, however often it occurs.
    frequency = Counter(re.findall(r" ?\S+|\s+", text))
    words = [[bytes([byte]) for byte in word.encode()] for word in frequency]
    times = list(frequency.values())

    # Two tables that every merge keeps up to date: how often a pair occurs, and in which words.
    count: Counter[Pair] = Counter()
    where: defaultdict[Pair, set[int]] = defaultdict(set)
    for index, word in enumerate(words):
        for pair in pairwise(word):
            count[pair] += times[index]
            where[pair].add(index)

    # The most frequent pair comes first, and of equals the smallest: that is how tuples compare.
    heap = [(-times_seen, pair) for pair, times_seen in count.items()]
    heapq.heapify(heap)

    merges: list[Pair] = []
    while heap and len(merges) < num_merges:
        negative, best = heapq.heappop(heap)
        # Counts that changed were pushed anew; the entry of an old count is left behind.
        if -negative != count[best]:
            continue
        if count[best] < 2:
            break
        merges.append(best)

        # Only words that hold the pair change: take all their old pairs off, put the new ones on.
        change: Counter[Pair] = Counter()
        for index in where.pop(best):
            old, new = words[index], merged(words[index], best)
            for pair in pairwise(old):
                change[pair] -= times[index]
            for pair in pairwise(new):
                change[pair] += times[index]
                where[pair].add(index)
            words[index] = new
        for pair, difference in change.items():
            if difference:
                count[pair] += difference
                heapq.heappush(heap, (-count[pair], pair))
    return merges


def merged(word: Word, pair: Pair) -> Word:
    """Replace a pair by one symbol, from left to right and without overlap.

    Example:
        >>> merged([b"a", b"a", b"a"], (b"a", b"a"))
        [b'aa', b'a']
    """
    left, right = pair
    out: Word = []
    for symbol in word:
        # What was just merged is longer than `left`, so no symbol is used twice.
        if symbol == right and out and out[-1] == left:
            out[-1] = left + right
        else:
            out.append(symbol)
    return out
