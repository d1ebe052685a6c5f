"""You clip every element to [-max_norm, max_norm]. That bends the direction of the step and bounds no norm. Scale all gradients by one factor.

fails: test_clipping[0.1]
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
            model.zero_grad()
            loss.backward()
            norm = clip_grad_norm_(model.parameters(), math.inf)
            if max_norm:
                torch.nn.utils.clip_grad_value_(model.parameters(), max_norm)
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
            record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    finally:
        for module, training in found:
            module.training = training
    return record
