"""One epoch of training: forward, backward, clip, step, in the order that makes them right.

Legend: `batches` yields (x, y); `model(x, y)` gives (logits, loss), the loss of shape (). The
limits: one device, no mixed precision, no accumulation; reading loss and norm as numbers waits for
the device, once a batch.
"""

import math
from collections.abc import Iterable

from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


def train_epoch(
    model: nn.Module,
    batches: Iterable[tuple[Tensor, Tensor]],
    optimizer: Optimizer,
    scheduler: LRScheduler | None = None,
    max_norm: float | None = None,
) -> list[dict[str, float]]:
    """Train on every batch once.

    Args:
        model: model(x, y) returns (logits, loss), the loss of shape ()
        batches: pairs (x, y)
        optimizer: over the model's parameters
        scheduler: advanced after every step, or None
        max_norm: the largest global gradient norm, or None

    Returns:
        for each batch {"loss": ..., "norm": ..., "lr": ...}

    Raises:
        FloatingPointError: a loss is NaN or infinite; the parameters are as before that batch
    """
    # A frozen part may be in evaluation within a model in training, so note every flag.
    found = [(module, module.training) for module in model.modules()]
    record = []
    try:
        model.train()
        for x, y in batches:
            record.append(_step(model, x, y, optimizer, max_norm))
            # After the step: before it, the first rate of the schedule would never be used.
            if scheduler is not None:
                scheduler.step()
    finally:
        for module, training in found:
            module.training = training
    return record


def _step(
    model: nn.Module, x: Tensor, y: Tensor, optimizer: Optimizer, max_norm: float | None
) -> dict[str, float]:
    """Take one step, and return its loss, its norm before clipping and its rate."""
    # 1. Forward, and stop before a bad number can reach a weight.
    loss = model(x, y)[1]
    value = loss.item()
    if not math.isfinite(value):
        raise FloatingPointError(f"the loss is {value}")

    # 2. backward() ADDS to what is there: empty first. The model's own zero_grad, for it also
    #    reaches parameters that this optimizer does not have.
    model.zero_grad()
    loss.backward()

    # 3. Between backward and step. An infinite limit measures and scales by one.
    limit = math.inf if max_norm is None else max_norm
    norm = clip_grad_norm_(model.parameters(), limit).item()

    # 4. The rate as this step uses it.
    rate = float(optimizer.param_groups[0]["lr"])
    optimizer.step()
    return {"loss": value, "norm": norm, "lr": rate}
