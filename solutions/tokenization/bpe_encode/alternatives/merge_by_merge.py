"""Go through the merges in their order and apply each to the word, as training did."""

import functools
import re


def encode(text: str, merges: list[tuple[bytes, bytes]]) -> list[int]:
    """Encode each word by all merges in turn; no later merge makes half of an earlier one."""
    number = {bytes([byte]): byte for byte in range(256)}
    halves = []
    for new, (left, right) in enumerate(merges, start=256):
        halves.append((new, (number[left], number[right])))
        number[left + right] = new

    @functools.cache
    def of_word(word: str) -> list[int]:
        row: list[int] = list(word.encode())
        for new, (left, right) in halves:
            if left not in row:
                continue
            i = 0
            while i < len(row) - 1:
                if row[i] == left and row[i + 1] == right:
                    row[i : i + 2] = [new]
                i += 1
        return row

    return [i for word in re.findall(r" ?\S+|\s+", text) for i in of_word(word)]


def decode(ids: list[int], merges: list[tuple[bytes, bytes]]) -> str:
    """Look each id up in a dict of tokens."""
    token = {byte: bytes([byte]) for byte in range(256)}
    token |= {i: left + right for i, (left, right) in enumerate(merges, start=256)}
    try:
        raw = b"".join([token[i] for i in ids])
    except KeyError as error:
        raise ValueError(f"unknown id {error}") from error
    return raw.decode(errors="replace")
