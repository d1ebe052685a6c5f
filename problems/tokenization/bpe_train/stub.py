"""Byte-level BPE: training."""


def train_bpe(text: str, num_merges: int) -> list[tuple[bytes, bytes]]:
    """Learn byte-level BPE merges from a text.

    Args:
        text: any Unicode text
        num_merges: how many merges to learn, at most

    Returns:
        the merges in the order they were made, each the pair of symbols that was merged
    """
    raise NotImplementedError
