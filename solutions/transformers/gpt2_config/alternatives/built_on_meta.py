"""The model is built on the meta device, without a byte of weights, and its parameters counted."""

from torch import nn

NAMES = {
    "gpt2": (12, 12, 768),
    "gpt2-medium": (24, 16, 1024),
    "gpt2-large": (36, 20, 1280),
    "gpt2-xl": (48, 25, 1600),
}


def gpt2_config(name: str) -> dict[str, int]:
    """Look the name up."""
    try:
        n_layer, n_head, n_embd = NAMES[name]
    except KeyError as error:
        raise ValueError(f"no such model: {name}") from error
    config = {"n_layer": n_layer, "n_head": n_head, "n_embd": n_embd}
    config["vocab_size"], config["block_size"] = 50257, 1024
    return config


def count_parameters(config: dict[str, int], tied: bool = True) -> dict[str, int]:
    """Count the elements of each part's parameters; one block stands for all."""
    c = config["n_embd"]
    if (c // config["n_head"]) * config["n_head"] != c:
        raise ValueError("n_embd must be a multiple of n_head")
    block = [
        *(nn.LayerNorm(c, device="meta") for _ in range(2)),
        *(nn.Linear(c, n * c, device="meta") for n in (1, 3, 4)),
        nn.Linear(4 * c, c, device="meta"),
    ]
    parts = {
        "tok_emb": _count(nn.Embedding(config["vocab_size"], c, device="meta")),
        "pos_emb": _count(nn.Embedding(config["block_size"], c, device="meta")),
        "blocks": config["n_layer"] * sum(map(_count, block)),
        "ln_f": _count(nn.LayerNorm(c, device="meta")),
        "head": 0,
    }
    if not tied:
        parts["head"] = _count(nn.Linear(c, config["vocab_size"], bias=False, device="meta"))
    parts["total"] = sum(parts.values())
    return parts


def _count(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())
