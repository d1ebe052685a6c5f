"""An id without a token raises `KeyError` (or `IndexError`) in the middle of your decode. To the caller the ids are a bad VALUE, and how you store the vocabulary is not its concern: raise `ValueError`.

fails: test_unknown_id_raises
"""

import re


def merge(parts, pair):
    out, i = [], 0
    while i < len(parts):
        if tuple(parts[i : i + 2]) == pair:
            out.append(parts[i] + parts[i + 1])
            i += 2
        else:
            out.append(parts[i])
            i += 1
    return out


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
    vocab = {b: bytes([b]) for b in range(256)}
    vocab |= {256 + i: left + right for i, (left, right) in enumerate(merges)}
    return b"".join(vocab[i] for i in ids).decode("utf-8", errors="replace")
