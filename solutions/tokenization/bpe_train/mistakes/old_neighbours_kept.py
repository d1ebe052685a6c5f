"""You add the pairs of the new symbol to the counts, and leave in them the pairs that it broke up: after merging `ab` in `zab`, `(z, a)` is still counted. Stale pairs then win merges that change nothing; take off every pair that is gone.

fails: test_counts_follow_the_merges
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
    if num_merges < 0:
        raise ValueError("num_merges must not be negative")
    frequency = Counter(re.findall(r" ?\S+|\s+", text))
    words = [([bytes([b]) for b in word.encode()], n) for word, n in frequency.items()]
    merges = []
    counts = Counter()
    for word, n in words:
        for pair in zip(word, word[1:]):
            counts[pair] += n
    while len(merges) < num_merges:
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        if counts[best] < 2:
            break
        merges.append(best)
        del counts[best]
        words = [(merge(word, best), n) for word, n in words]
        symbol = best[0] + best[1]
        for word, n in words:
            for pair in zip(word, word[1:]):
                if symbol in pair:
                    counts[pair] += n
    return merges
