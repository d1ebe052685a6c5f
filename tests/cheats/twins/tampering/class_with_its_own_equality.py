"""Keeps tokens in a small class with an equality and a hash of its own.

problem: tokenization/bpe_encode
row: 2
"""

import re


class Token:
    def __init__(self, raw):
        self.raw = raw

    def __eq__(self, other):
        return isinstance(other, Token) and self.raw == other.raw

    def __hash__(self):
        return hash(self.raw)


def encode(text, merges):
    ranks = {(Token(a), Token(b)): i for i, (a, b) in enumerate(merges)}
    ids = {a + b: 256 + i for i, (a, b) in enumerate(merges)} | {bytes([i]): i for i in range(256)}
    known, out = {}, []
    for word in re.findall(r" ?\S+|\s+", text):
        if word not in known:
            parts = [Token(bytes([b])) for b in word.encode()]
            while len(parts) > 1:
                best = min(zip(parts, parts[1:]), key=lambda p: ranks.get(p, len(ranks)))
                if best not in ranks:
                    break
                merged, i = [], 0
                while i < len(parts):
                    if parts[i : i + 2] == list(best):
                        merged.append(Token(best[0].raw + best[1].raw))
                        i += 2
                    else:
                        merged.append(parts[i])
                        i += 1
                parts = merged
            known[word] = [ids[part.raw] for part in parts]
        out += known[word]
    return out


def decode(ids, merges):
    table = [bytes([i]) for i in range(256)] + [a + b for a, b in merges]
    if any(i not in range(len(table)) for i in ids):
        raise ValueError("no such token")
    return b"".join(table[i] for i in ids).decode(errors="replace")
