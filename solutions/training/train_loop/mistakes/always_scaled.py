"""You scale the gradients to max_norm also where they are shorter. Near a minimum every step is then as long as far away from it. Clip only what exceeds the limit.

fails: test_below_the_limit
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
                for p in model.parameters():
                    if p.grad is not None:
                        p.grad *= max_norm / norm
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
            record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    finally:
        for module, training in found:
            module.training = training
    return record
