"""You train in the mode that you find. After an evaluation, dropout is off and BatchNorm uses its running statistics, and training quietly goes on so. Call `model.train()` first.

fails: test_in_training_mode
"""

import math

import torch
from torch.nn.utils import clip_grad_norm_


def train_epoch(model, batches, optimizer, scheduler=None, max_norm=None):
    found = [(module, module.training) for module in model.modules()]
    record = []
    try:
        for x, y in batches:
            _, loss = model(x, y)
            if not math.isfinite(loss.item()):
                raise FloatingPointError("the loss is not finite")
            model.zero_grad()
            loss.backward()
            norm = clip_grad_norm_(model.parameters(), max_norm or math.inf)
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
            record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    finally:
        for module, training in found:
            module.training = training
    return record
