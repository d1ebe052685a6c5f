"""You empty the gradients after each step and not before the first, which takes in whatever the caller left behind. Zero before backward.

fails: test_gradients_of_the_caller
"""

import math

import torch
from torch.nn.utils import clip_grad_norm_


def train_epoch(model, batches, optimizer, scheduler=None, max_norm=None):
    found = [(module, module.training) for module in model.modules()]
    record = []
    try:
        model.train()
        for x, y in batches:
            _, loss = model(x, y)
            if not math.isfinite(loss.item()):
                raise FloatingPointError("the loss is not finite")
            loss.backward()
            norm = clip_grad_norm_(model.parameters(), max_norm or math.inf)
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
            model.zero_grad()
            record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    finally:
        for module, training in found:
            module.training = training
    return record
