"""Your guard for the empty text is a bare `return`, so the caller gets None where a list belongs and fails at the first `len` or loop. No text is no special case: the loop over its words runs zero times and leaves the empty list.

fails: test_nothing_to_encode
"""

import re
from itertools import pairwise


def encode(text, merges):
    if not text:
        return
    ranks = {pair: rank for rank, pair in enumerate(merges)}
    ids = {bytes([byte]): byte for byte in range(256)}
    for rank, (left, right) in enumerate(merges):
        ids[left + right] = 256 + rank
    known = {}
    out = []
    for word in re.findall(r" ?\S+|\s+", text):
        if word not in known:
            parts = [bytes([byte]) for byte in word.encode("utf-8")]
            while len(parts) > 1:
                best = min(pairwise(parts), key=lambda pair: ranks.get(pair, len(ranks)))
                if best not in ranks:
                    break
                merged = []
                for part in parts:
                    if merged and (merged[-1], part) == best:
                        merged[-1] += part
                    else:
                        merged.append(part)
                parts = merged
            known[word] = [ids[part] for part in parts]
        out += known[word]
    return out


def decode(ids, merges):
    table = [bytes([byte]) for byte in range(256)] + [left + right for left, right in merges]
    if any(not 0 <= i < len(table) for i in ids):
        raise ValueError("an id has no token")
    return b"".join(table[i] for i in ids).decode("utf-8", errors="replace")
