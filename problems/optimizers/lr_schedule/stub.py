def lr_at(
    step: int, max_lr: float, warmup_steps: int, total_steps: int, min_lr: float = 0.0
) -> float:
    """Give the learning rate of one step: a line up, half a cosine wave down, then constant.

    Args:
        step: 0 for the first step
        max_lr: the peak, at step warmup_steps
        warmup_steps: the steps before the peak
        total_steps: where the decay has ended
        min_lr: the rate from there on
    """
    raise NotImplementedError
