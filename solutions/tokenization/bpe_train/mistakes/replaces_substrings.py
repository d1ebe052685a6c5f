"""You join the symbols of a word to one string and call `replace` on it. That also matches the END of a longer symbol: `a b` is found in `xa b`, whose first symbol is `xa`. Compare whole symbols, in a list, or mark both ends of each.

fails: test_symbols_are_not_substrings
"""

import re
from collections import Counter


def merge(word, pair):
    # a separator that is no byte of the text: symbols as Latin-1, between them a character above
    row = "\u0100".join(symbol.decode("latin-1") for symbol in word)
    left, right = (half.decode("latin-1") for half in pair)
    row = row.replace(f"{left}\u0100{right}", left + right)
    return [symbol.encode("latin-1") for symbol in row.split("\u0100")]


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
