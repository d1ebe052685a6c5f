"""You clip over the parameters in the groups of the optimizer. Where it has a part of the model only, the rest counts for nothing: the norm is too small, and so the step too large. The global norm is over all parameters of the model that have a gradient.

fails: test_clipping_outside_of_the_optimizer
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
                trained = [p for group in optimizer.param_groups for p in group["params"]]
                norm = clip_grad_norm_(trained, max_norm)
            lr = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
            record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    finally:
        for module, training in found:
            module.training = training
    return record
