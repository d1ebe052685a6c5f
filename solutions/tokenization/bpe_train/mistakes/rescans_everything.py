"""You keep every occurrence of every word and go over all of them at each merge, so the time is the length of the text times the number of merges. Words repeat: count the different words once, let each weigh as often as it occurs, and the text is read a single time.

fails: test_long_text
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
    words = [[bytes([b]) for b in word.encode()] for word in re.findall(r" ?\S+|\s+", text)]
    merges = []
    while len(merges) < num_merges:
        counts = Counter()
        for word in words:
            counts.update(zip(word, word[1:]))
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        if counts[best] < 2:
            break
        merges.append(best)
        words = [merge(word, best) for word in words]
    return merges
