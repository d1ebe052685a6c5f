"""You return no merges for a negative `num_merges`, as an empty `range` or loop does by itself. A negative number is a bug of the caller's, often a vocabulary size minus 256; raise `ValueError`, so that it is noticed.

fails: test_negative_raises
"""

import re
from collections import Counter


def merge(word, pair):
    out, i = [], 0
    while i < len(word):
        if tuple(word[i : i + 2]) == pair:
            out.append(word[i] + word[i + 1])
            i += 2
        else:
            out.append(word[i])
            i += 1
    return out


def train_bpe(text, num_merges):
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
