"""Byte-level BPE: text to ids and back."""


def encode(text: str, merges: list[tuple[bytes, bytes]]) -> list[int]:
    """Turn a text into token ids.

    Args:
        text: any Unicode text
        merges: the merges in the order they were learned; merges[i] makes the token 256 + i

    Returns:
        the ids
    """
    raise NotImplementedError


def decode(ids: list[int], merges: list[tuple[bytes, bytes]]) -> str:
    """Turn token ids into the text they stand for.

    Args:
        ids: token ids, each from 0 to 255 + len(merges)
        merges: the merges in the order they were learned

    Returns:
        the text; bytes that are not valid UTF-8 become U+FFFD
    """
    raise NotImplementedError
