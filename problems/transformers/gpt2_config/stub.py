def gpt2_config(name: str) -> dict[str, int]:
    """Return n_layer, n_head, n_embd, vocab_size and block_size of a published GPT-2."""
    raise NotImplementedError


def count_parameters(config: dict[str, int], tied: bool = True) -> dict[str, int]:
    """Return the parameters of tok_emb, pos_emb, blocks, ln_f and head, and their total."""
    raise NotImplementedError
