"""You find the rank of a pair with `in merges` and `merges.index`, which go through the whole list, and you do so for every pair of every word. GPT-2 has 50,000 merges. A dict from pair to rank answers at once, and a word met before need not be encoded again.

fails: test_long_text
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
    ids = {bytes([b]): b for b in range(256)}
    for i, (left, right) in enumerate(merges):
        ids[left + right] = 256 + i
    out = []
    for word in re.findall(r" ?\S+|\s+", text):
        parts = [bytes([b]) for b in word.encode()]
        while len(parts) > 1:
            best = min(
                zip(parts, parts[1:]),
                key=lambda pair: merges.index(pair) if pair in merges else len(merges),
            )
            if best not in merges:
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
