"""Losses between the windows of a batch and their gradients from PyTorch, for tests/unit/gad/pairLosses.test.ts.

Run: python tests/reference/pair_losses.py    (PyTorch on the CPU; writes tests/unit/gad/data/pairLosses.json)
Written from the formulas: four windows of a batch of six, the last two being padding.
"""
import json

import torch
import torch.nn.functional as F

from stored import rounded, stored

torch.manual_seed(20260402)
count, windows, hidden = 4, 6, 5
temperature = 0.1
decision = torch.randn(windows, hidden, requires_grad=True)

# Structure: rows of log-similarities without the diagonal, as probabilities, against those of the states.
log_similarities = -3 * torch.rand(count, count)
log_similarities = (log_similarities + log_similarities.T) / 2
off = ~torch.eye(count, dtype=torch.bool)
states = F.normalize(decision[:count], dim=1)
wanted = log_similarities[off].view(count, -1).softmax(1)
found = (states @ states.T / temperature)[off].view(count, -1).log_softmax(1)
structure = -(wanted * found).sum(1).mean()
(structure_gradient,) = torch.autograd.grad(structure, decision)

# Contrastive: symmetric InfoNCE of states and mapped class texts; all windows of a class are positives of each other.
labels = torch.tensor([2, 0, 2, 1])
classes = torch.randn(3, hidden)
weight = torch.randn(hidden, hidden, requires_grad=True)
bias = torch.randn(hidden, requires_grad=True)
states = F.normalize(decision[:count], dim=1)
texts = F.normalize(classes[labels] @ weight.T + bias, dim=1)
logits = states @ texts.T / temperature
same = (labels[:, None] == labels[None, :]).float()
positives = same / same.sum(1, keepdim=True)
rows = -(positives * logits.log_softmax(1)).sum(1).mean()
columns = -(positives.T * logits.log_softmax(0)).sum(0).mean()
contrastive = (rows + columns) / 2
gradients = torch.autograd.grad(contrastive, (decision, weight, bias))

stored("unit/gad/data/pairLosses.json").write_text(json.dumps(rounded({
    "windows": windows,
    "count": count,
    "decision": decision.tolist(),
    "structure": {
        "logSimilarities": log_similarities.tolist(),
        "loss": structure.item(),
        "gradient": structure_gradient.tolist(),
    },
    "contrastive": {
        "labels": labels.tolist(),
        "classes": classes.tolist(),
        "weight": weight.tolist(),
        "bias": bias.tolist(),
        "loss": contrastive.item(),
        "gradients": {
            "decision": gradients[0].tolist(),
            "text_proj.weight": gradients[1].tolist(),
            "text_proj.bias": gradients[2].tolist(),
        },
    },
})))
