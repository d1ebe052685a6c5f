"""You replace the pair only where it first stands in a word, and the later occurrences keep their old symbols. The same bytes are then one symbol here and two there; go on to the end of the word.

fails: test_every_occurrence_is_merged
"""

import re
from collections import Counter


def merge(word, pair):
    for i in range(len(word) - 1):
        if (word[i], word[i + 1]) == pair:
            return [*word[:i], word[i] + word[i + 1], *word[i + 2 :]]
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
