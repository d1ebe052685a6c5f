"""Your head has a bias. GPT-2's has none.

fails: test_small_configs
"""


def gpt2_config(name):
    configs = {
        "gpt2": dict(n_layer=12, n_head=12, n_embd=768),
        "gpt2-medium": dict(n_layer=24, n_head=16, n_embd=1024),
        "gpt2-large": dict(n_layer=36, n_head=20, n_embd=1280),
        "gpt2-xl": dict(n_layer=48, n_head=25, n_embd=1600),
    }
    if name not in configs:
        raise ValueError("unknown name")
    config = configs[name]
    config["vocab_size"] = 50257
    config["block_size"] = 1024
    return config


def count_parameters(config, tied=True):
    C, V = config["n_embd"], config["vocab_size"]
    if C % config["n_head"] != 0:
        raise ValueError("n_head must divide n_embd")
    ln = 2 * C
    attn = (C * 3 * C + 3 * C) + (C * C + C)
    mlp = (C * 4 * C + 4 * C) + (4 * C * C + C)
    block = ln + attn + ln + mlp
    out = {
        "tok_emb": V * C,
        "pos_emb": config["block_size"] * C,
        "blocks": config["n_layer"] * block,
        "ln_f": ln,
        "head": 0 if tied else V * C + V,
    }
    out["total"] = sum(out.values())
    return out
