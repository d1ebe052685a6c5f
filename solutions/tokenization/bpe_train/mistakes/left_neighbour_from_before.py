"""You read the left neighbour of a merge from the word as it was, though the merge before it may just have used that symbol up. In `abab` you count `(b, ab)` and `(ab, a)`, which do not exist, in place of `(ab, ab)`. Take the left neighbour from the new word, or recount the word.

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
        for word, n in words:
            i = 0
            while i < len(word) - 1:
                if (word[i], word[i + 1]) == best:
                    if i > 0:
                        counts[word[i - 1], word[i]] -= n
                        counts[word[i - 1], symbol] += n
                    if i + 2 < len(word):
                        counts[word[i + 1], word[i + 2]] -= n
                        counts[symbol, word[i + 2]] += n
                    i += 1
                i += 1
        words = [(merge(word, best), n) for word, n in words]
    return merges
