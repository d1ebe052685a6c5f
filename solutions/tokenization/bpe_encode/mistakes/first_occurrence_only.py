"""You go through the merges once and apply each only where it first occurs in a word. The second `ab` of a word stays two tokens; go on to the end of the word before the next merge.

fails: test_every_occurrence_is_merged
"""

import re


def merge(parts, pair):
    for i in range(len(parts) - 1):
        if (parts[i], parts[i + 1]) == pair:
            return [*parts[:i], parts[i] + parts[i + 1], *parts[i + 2 :]]
    return parts


def encode(text, merges):
    known = {}
    ids = {bytes([b]): b for b in range(256)}
    for i, (left, right) in enumerate(merges):
        ids[left + right] = 256 + i
    out = []
    for word in re.findall(r" ?\S+|\s+", text):
        if word not in known:
            known[word] = [bytes([b]) for b in word.encode()]
            for pair in merges:
                known[word] = merge(known[word], pair)
        parts = known[word]
        out += [ids[part] for part in parts]
    return out


def decode(ids, merges):
    vocab = [bytes([b]) for b in range(256)] + [left + right for left, right in merges]
    for i in ids:
        if not 0 <= i < len(vocab):
            raise ValueError(f"unknown id {i}")
    return b"".join(vocab[i] for i in ids).decode("utf-8", errors="replace")
