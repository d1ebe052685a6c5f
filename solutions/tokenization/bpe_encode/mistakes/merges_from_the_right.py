"""You replace from the right end of the word, so `aaa` becomes `a`, `aa`. Training replaced from the left; encoding must cut a run in the same way, to `aa`, `a`.

fails: test_overlapping_pairs
"""

import re


def merge(parts, pair):
    parts, i = list(parts), len(parts) - 2
    while i >= 0:
        if (parts[i], parts[i + 1]) == pair:
            parts[i : i + 2] = [parts[i] + parts[i + 1]]
            i -= 1
        i -= 1
    return parts


def encode(text, merges):
    ranks = {pair: i for i, pair in enumerate(merges)}
    ids = {bytes([b]): b for b in range(256)}
    for i, (left, right) in enumerate(merges):
        ids[left + right] = 256 + i
    out = []
    for word in re.findall(r" ?\S+|\s+", text):
        parts = [bytes([b]) for b in word.encode()]
        while len(parts) > 1:
            best = min(zip(parts, parts[1:]), key=lambda pair: ranks.get(pair, len(ranks)))
            if best not in ranks:
                break
            parts = merge(parts, best)
        out += [ids[part] for part in parts]
    return out


def decode(ids, merges):
    vocab = [bytes([b]) for b in range(256)] + [left + right for left, right in merges]
    for i in ids:
        if not 0 <= i < len(vocab):
            raise ValueError(f"unknown id {i}")
    return b"".join(vocab[i] for i in ids).decode("utf-8", errors="replace")
