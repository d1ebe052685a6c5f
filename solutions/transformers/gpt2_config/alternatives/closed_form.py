"""12 C^2 + 13 C a block, and no more thought about its layers."""

from typing import Any

SHARED = {"vocab_size": 50257, "block_size": 1024}


def gpt2_config(name: str) -> dict[str, int]:
    """Match the name."""
    match name:
        case "gpt2":
            return {"n_layer": 12, "n_head": 12, "n_embd": 768, **SHARED}
        case "gpt2-medium":
            return {"n_layer": 24, "n_head": 16, "n_embd": 1024, **SHARED}
        case "gpt2-large":
            return {"n_layer": 36, "n_head": 20, "n_embd": 1280, **SHARED}
        case "gpt2-xl":
            return {"n_layer": 48, "n_head": 25, "n_embd": 1600, **SHARED}
    raise ValueError(f"unknown model {name!r}")


def count_parameters(config: dict[str, int], tied: bool = True) -> dict[str, Any]:
    """Fill the formula in."""
    c, v = config["n_embd"], config["vocab_size"]
    if c % config["n_head"] != 0:
        raise ValueError("n_head must divide n_embd")
    counts = dict(tok_emb=v * c, pos_emb=config["block_size"] * c)  # noqa: C408
    counts["blocks"] = config["n_layer"] * c * (12 * c + 13)
    counts["ln_f"] = c + c
    counts["head"] = v * c * (not tied)
    counts["total"] = sum(counts.values())
    return counts
