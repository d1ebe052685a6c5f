"""You replace first, and then look round every new symbol for the pairs it broke up. Where two occurrences stood side by side the neighbour is new as well: in `abab` the old `(b, a)` is never taken off and `(ab, ab)` is counted twice. Take the old pairs off while the word is as it was.

fails: test_neighbouring_occurrences
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
        symbol = best[0] + best[1]
        words = [(merge(word, best), n) for word, n in words]
        for word, n in words:
            for i in range(len(word)):
                if word[i] != symbol:
                    continue
                if i > 0:
                    counts[word[i - 1], best[0]] -= n
                    counts[word[i - 1], symbol] += n
                if i + 1 < len(word):
                    counts[best[1], word[i + 1]] -= n
                    counts[symbol, word[i + 1]] += n
    return merges
