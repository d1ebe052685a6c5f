"""You go on merging when the best pair occurs only once. Such a merge learns a word by heart and saves nothing; stop as soon as no pair occurs at least twice.

fails: test_stops_when_nothing_repeats
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
            for pair in zip(word, word[1:]):
                counts[pair] += n
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        words = [(merge(word, best), n) for word, n in words]
    return merges
