"""You take the merges off the caller's list as you build your tables. The next call gets a list that is empty: nothing is merged, and the ids cannot be decoded. Read the list, or work on a copy.

fails: test_leaves_merges_alone
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
    ranks = {}
    ids = {bytes([b]): b for b in range(256)}
    while merges:
        left, right = merges.pop(0)
        ids[left + right] = 256 + len(ranks)
        ranks[left, right] = len(ranks)
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
