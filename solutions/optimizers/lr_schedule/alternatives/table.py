"""The wave through torch, as a table of all steps from which one is read."""

import torch


def lr_at(
    step: int, max_lr: float, warmup_steps: int, total_steps: int, min_lr: float = 0.0
) -> float:
    """Build the rates of steps 0 to T - 1 in float64 and look one up."""
    if warmup_steps < 0 or warmup_steps > total_steps:
        raise ValueError("warmup_steps must be between 0 and total_steps")
    if step >= total_steps:
        return min_lr
    up = torch.linspace(0, max_lr, warmup_steps + 2, dtype=torch.float64)[1:-1]
    angles = torch.linspace(0, torch.pi, total_steps - warmup_steps + 1, dtype=torch.float64)[:-1]
    down = min_lr + 0.5 * (max_lr - min_lr) * (1 + angles.cos())
    return torch.cat([up, down])[step].item()
