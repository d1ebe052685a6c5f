"""Spills its counts to a temporary file and reads them back.

problem: tokenization/bpe_train
row: 16
"""

import json
import re
import tempfile
from collections import Counter


def _merged(word, pair):
    out = []
    for symbol in word:
        if out and (out[-1], symbol) == pair:
            out[-1] += symbol
        else:
            out.append(symbol)
    return out


def right(text, num_merges):
    if num_merges < 0:
        raise ValueError("num_merges must not be negative")
    times = Counter(re.findall(r" ?\S+|\s+", text))
    words = {w: [bytes([b]) for b in w.encode()] for w in times}
    merges = []
    while len(merges) < num_merges:
        count = Counter()
        for w, parts in words.items():
            for pair in zip(parts, parts[1:]):
                count[pair] += times[w]
        best = min(count, key=lambda pair: (-count[pair], pair), default=None)
        if best is None or count[best] < 2:
            break
        merges.append(best)
        words = {w: _merged(parts, best) for w, parts in words.items()}
    return merges


def train_bpe(text, num_merges):
    with tempfile.TemporaryFile("w+") as file:
        json.dump(Counter(text[:1000]), file)
        file.seek(0)
        assert isinstance(json.load(file), dict)
    return right(text, num_merges)
