"""Byte-level BPE: text to ids by replaying the merges in rank order, and ids to text.

A token is its bytes until the very end, where it becomes an id. The limits: a word is gone over
once per merge that applies to it, so time is quadratic in the length of a single word.
"""

import re
from itertools import pairwise

Pair = tuple[bytes, bytes]


def encode(text: str, merges: list[Pair]) -> list[int]:
    """Turn a text into token ids (Sennrich et al. 2016, on bytes as in GPT-2).

    Args:
        text: any Unicode text
        merges: in the order they were learned; merges[i] makes the token 256 + i

    Returns:
        the ids
    """
    # The rank of a pair is its place in the list; a dict finds it without going through the list.
    ranks = {pair: rank for rank, pair in enumerate(merges)}
    ids = {token: i for i, token in enumerate(vocabulary(merges))}

    # A word's ids depend on the word alone, and words repeat: each is worked out once.
    known: dict[str, list[int]] = {}
    out: list[int] = []
    for word in re.findall(r" ?\S+|\s+", text):
        if word not in known:
            known[word] = [ids[token] for token in tokens(word.encode(), ranks)]
        out += known[word]
    return out


def tokens(word: bytes, ranks: dict[Pair, int]) -> list[bytes]:
    """Cut one word into tokens.

    Example:
        >>> tokens(b"abc", {(b"b", b"c"): 0, (b"a", b"b"): 1})
        [b'a', b'bc']
    """
    parts = [bytes([byte]) for byte in word]
    while len(parts) > 1:
        # Training made this merge before all the others, so it comes first here, wherever it is.
        best = min(pairwise(parts), key=lambda pair: ranks.get(pair, len(ranks)))
        if best not in ranks:
            break
        parts = merged(parts, best)
    return parts


def merged(parts: list[bytes], pair: Pair) -> list[bytes]:
    """Replace a pair by one token, from left to right and without overlap."""
    left, right = pair
    out: list[bytes] = []
    for part in parts:
        # What was just merged is longer than `left`, so no part is used twice.
        if part == right and out and out[-1] == left:
            out[-1] = left + right
        else:
            out.append(part)
    return out


def decode(ids: list[int], merges: list[Pair]) -> str:
    """Turn token ids into the text they stand for.

    Args:
        ids: token ids, each from 0 to 255 + len(merges)
        merges: in the order they were learned

    Returns:
        the text; bytes that are not valid UTF-8 become U+FFFD

    Raises:
        ValueError: an id has no token.
    """
    table = vocabulary(merges)
    for i in ids:
        # Asked explicitly: a list would take -1 for its last token.
        if not 0 <= i < len(table):
            raise ValueError(f"there is no token {i}; ids run from 0 to {len(table) - 1}")

    # A character may be spread over several tokens, so join all bytes before reading any.
    return b"".join(table[i] for i in ids).decode("utf-8", errors="replace")


def vocabulary(merges: list[Pair]) -> list[bytes]:
    """Return the bytes of every token, at the place of its id."""
    return [bytes([byte]) for byte in range(256)] + [left + right for left, right in merges]
