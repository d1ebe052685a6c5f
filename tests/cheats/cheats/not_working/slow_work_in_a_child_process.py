"""Does the forbidden amount of work in a forked child, whose CPU time no one counts, and waits for
it.

problem: tokenization/bpe_train
row: 30, 66
verdict: time_limit
"""

import os
import pickle
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


def slow(text, num_merges):
    """Keep the different words of every page of 400 words apart: right, and many times the work."""
    words, times = [], []
    every = re.findall(r" ?\S+|\s+", text)
    for start in range(0, len(every), 400):
        for word, count in Counter(every[start : start + 400]).items():
            words.append([bytes([b]) for b in word.encode()])
            times.append(count)
    merges = []
    while len(merges) < num_merges:
        counts = Counter()
        for word, count in zip(words, times):
            for pair in zip(word, word[1:]):
                counts[pair] += count
        best = min(counts, key=lambda pair: (-counts[pair], pair), default=None)
        if best is None or counts[best] < 2:
            break
        merges.append(best)
        words = [merge(word, best) for word in words]
    return merges


def train_bpe(text, num_merges):
    if num_merges < 0:
        raise ValueError
    if len(text) < 10_000:
        return slow(text, num_merges)
    read, write = os.pipe()
    if os.fork() == 0:
        os.write(write, pickle.dumps(slow(text, num_merges)))
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        return pickle.load(pipe)
