"""You clip after the step, when the gradients have done their work, restore only the top flag, and do not look for NaN. The record shows large norms and the training goes as if nothing were clipped. Clip between backward and step.

fails: test_clipping[0.1]
"""

import torch


def train_epoch(model, batches, optimizer, scheduler=None, max_norm=None):
    was_training = model.training
    model.train()
    record = []
    for x, y in batches:
        optimizer.zero_grad()
        _, loss = model(x, y)
        loss.backward()
        lr = optimizer.param_groups[0]["lr"]
        optimizer.step()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm or float("inf"))
        if scheduler:
            scheduler.step()
        record.append({"loss": loss.item(), "norm": norm.item(), "lr": lr})
    model.train(was_training)
    return record
