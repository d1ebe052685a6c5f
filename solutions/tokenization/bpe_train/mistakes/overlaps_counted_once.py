"""In a run such as `aaa` you count `(a, a)` once, since you skip what you have counted. The rule here is every position: two pairs of neighbours, so two occurrences. Only replacing goes without overlap.

fails: test_overlapping_pairs
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
    while len(merges) < num_merges:
        counts = Counter()
        for word, n in words:
            last = None
            for i, pair in enumerate(zip(word, word[1:])):
                if pair == last == (pair[0], pair[0]):
                    last = None
                    continue
                counts[pair] += n
                last = pair
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        if counts[best] < 2:
            break
        merges.append(best)
        words = [(merge(word, best), n) for word, n in words]
    return merges
