"""You test the loss after the step: the exception comes, and the weights are NaN already. Test before.

fails: test_loss_is_not_finite
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
            model.zero_grad()
            loss.backward()
            norm = clip_grad_norm_(model.parameters(), max_norm or math.inf)
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if not math.isfinite(loss.item()):
                raise FloatingPointError("the loss is not finite")
            if scheduler is not None:
                scheduler.step()
            record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    finally:
        for module, training in found:
            module.training = training
    return record
