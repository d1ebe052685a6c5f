"""You take the longest token that fits, from left to right, which is WordPiece's rule. BPE replays its merges by rank: a pair merged early in training is merged early here, even where a longer token would have fitted.

fails: test_longest_token_does_not_win
"""

import re


def encode(text, merges):
    ids = {bytes([b]): b for b in range(256)}
    for i, (left, right) in enumerate(merges):
        ids[left + right] = 256 + i
    out = []
    for word in re.findall(r" ?\S+|\s+", text):
        raw, parts = word.encode(), []
        while raw:
            size = max(n for n in range(1, len(raw) + 1) if raw[:n] in ids)
            parts.append(raw[:size])
            raw = raw[size:]
        out += [ids[part] for part in parts]
    return out


def decode(ids, merges):
    vocab = [bytes([b]) for b in range(256)] + [left + right for left, right in merges]
    for i in ids:
        if not 0 <= i < len(vocab):
            raise ValueError(f"unknown id {i}")
    return b"".join(vocab[i] for i in ids).decode("utf-8", errors="replace")
