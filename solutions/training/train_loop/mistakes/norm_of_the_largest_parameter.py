"""You clip the gradient of each parameter on its own, and record the largest of their norms. That changes the direction of the step, for each is scaled by another factor, and the number is not the norm of the whole. One norm over all of them, one factor.

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
            if max_norm is not None:
                used = [p for p in model.parameters() if p.grad is not None]
                norm = max(clip_grad_norm_(p, max_norm) for p in used)
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
            record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    finally:
        for module, training in found:
            module.training = training
    return record
