"""You replace from the right end of the word, so `aaa` becomes `a`, `aa`. Encoding goes from left to right, to `aa`, `a`; training has to cut runs in the same way, or it counts pairs that the encoder never makes.

fails: test_overlapping_pairs
"""

import re
from collections import Counter


def merge(word, pair):
    word, i = list(word), len(word) - 2
    while i >= 0:
        if (word[i], word[i + 1]) == pair:
            word[i : i + 2] = [word[i] + word[i + 1]]
            i -= 1
        i -= 1
    return word


def train_bpe(text, num_merges):
    if num_merges < 0:
        raise ValueError("num_merges must not be negative")
    frequency = Counter(re.findall(r" ?\S+|\s+", text))
    words = [([bytes([b]) for b in word.encode()], n) for word, n in frequency.items()]
    merges = []
    while len(merges) < num_merges:
        counts = Counter()
        for word, n in words:
            for pair in zip(word, word[1:]):
                counts[pair] += n
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        if counts[best] < 2:
            break
        merges.append(best)
        words = [(merge(word, best), n) for word, n in words]
    return merges
