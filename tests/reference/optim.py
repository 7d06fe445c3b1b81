"""AdamW over several updates from PyTorch, and transformers' cosine schedule, for tests/unit/engine/optim.

Run: python tests/reference/optim.py    (writes tests/unit/engine/optim/reference.json)
"""
import json

import torch
from transformers import get_cosine_schedule_with_warmup

from stored import rounded, stored

torch.manual_seed(7)


def schedule(peak, warmup, total):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    s = get_cosine_schedule_with_warmup(optimizer, warmup, total)
    rates = []
    for _ in range(total + 2):
        rates.append(s.get_last_lr()[0])
        optimizer.step()
        s.step()
    return {"peak": peak, "warmup": warmup, "total": total, "rates": rates}


def adamw(decay, max_norm, scale):
    shapes = {"a": [3, 5], "b": [7], "c": [2, 2]}
    initial = {k: torch.randn(s) for k, s in shapes.items()}
    parameters = {k: v.clone().requires_grad_() for k, v in initial.items()}
    rate = 0.01
    optimizer = torch.optim.AdamW(parameters.values(), lr=rate, betas=(0.9, 0.999), eps=1e-8, weight_decay=decay)
    steps = []
    for n in range(6):
        for group in optimizer.param_groups:
            group["lr"] = rate * (n + 1)
        for v in parameters.values():
            v.grad = scale * torch.randn_like(v)
        gradients = {k: v.grad.flatten().tolist() for k, v in parameters.items()}
        norm = torch.nn.utils.clip_grad_norm_(parameters.values(), max_norm).item()
        optimizer.step()
        steps.append({
            "learningRate": rate * (n + 1),
            "gradients": gradients,
            "norm": norm,
            "parameters": {k: v.detach().flatten().tolist() for k, v in parameters.items()},
            "first": {k: optimizer.state[v]["exp_avg"].flatten().tolist() for k, v in parameters.items()},
            "second": {k: optimizer.state[v]["exp_avg_sq"].flatten().tolist() for k, v in parameters.items()},
        })
    return {
        "weightDecay": decay,
        "maxGradientNorm": max_norm,
        "shapes": shapes,
        "initial": {k: v.flatten().tolist() for k, v in initial.items()},
        "steps": steps,
    }


reference = {
    "schedules": [schedule(1e-3, 2, 20), schedule(1e-4, 0, 7), schedule(3e-4, 10, 10)],
    "adamw": [adamw(0.0, 1.0, 1.0), adamw(0.1, 100.0, 1.0), adamw(0.01, 1.0, 0.05)],
}
stored("unit/engine/optim/reference.json").write_text(json.dumps(rounded(reference)) + "\n")
