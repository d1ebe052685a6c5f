"""The parameters of a GPT-2, counted from its configuration.

Sizes: C features, V tokens, T positions. The limits: numbers of weights, not of bytes or FLOPs.
"""


def gpt2_config(name: str) -> dict[str, int]:
    """Return the configuration of a published GPT-2 (Radford et al. 2019).

    Raises:
        ValueError: there is none of this name.
    """
    sizes = {
        "gpt2": (12, 12, 768),
        "gpt2-medium": (24, 16, 1024),
        "gpt2-large": (36, 20, 1280),
        "gpt2-xl": (48, 25, 1600),
    }
    if name not in sizes:
        raise ValueError(f"{name!r} is none of {', '.join(sizes)}")
    n_layer, n_head, n_embd = sizes[name]
    return {
        "n_layer": n_layer,
        "n_head": n_head,
        "n_embd": n_embd,
        "vocab_size": 50257,
        "block_size": 1024,
    }


def count_parameters(config: dict[str, int], tied: bool = True) -> dict[str, int]:
    """Return the parameters of each part, and their total.

    Raises:
        ValueError: n_head does not divide n_embd.
    """
    width, vocabulary = config["n_embd"], config["vocab_size"]
    if width % config["n_head"]:
        raise ValueError(f"{width} features cannot be split into {config['n_head']} equal heads")

    norm = 2 * width  # gain and bias
    # Heads share the C features out, so however many they are, their matrices fill C x C.
    attention = linear(width, 3 * width) + linear(width, width)
    ffn = linear(width, 4 * width) + linear(4 * width, width)

    parts = {
        "tok_emb": vocabulary * width,
        "pos_emb": config["block_size"] * width,
        "blocks": config["n_layer"] * (norm + attention + norm + ffn),
        "ln_f": norm,
        "head": 0 if tied else vocabulary * width,  # a tied head is the token embedding, transposed
    }
    return parts | {"total": sum(parts.values())}


def linear(inputs: int, outputs: int) -> int:
    """Return the parameters of a linear layer: a weight for each pair, a bias for each output."""
    return inputs * outputs + outputs
