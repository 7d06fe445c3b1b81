"""How well the tiny Llama foretells a text and goes on from it, without and with a trained adapter, and the divergence of the
two with its gradients, for tests/golden/forgetting.test.ts. The adapter is added by its formula, W + (alpha / r) B A; the
head, which shares the embedding table, gets one of its own.

Run: python tests/reference/forgetting.py    (PyTorch and transformers; writes tests/golden/forgetting.json)
"""
import copy
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

from stored import golden, rounded, stored

folder, adapter = golden("tiny-llama"), golden("gad") / "adapter"
frozen = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager").eval()
tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
bos, eos = (tokenizer.token_to_id(token) for token in ("<|begin_of_text|>", "<|eot_id|>"))

config = json.loads((adapter / "adapter_config.json").read_text())
scale = config["lora_alpha"] / config["r"]
saved = {name: tensor.double() for name, tensor in load_file(adapter / "adapter_model.safetensors").items()}
factors = {
    name.removeprefix("base_model.model.").replace(".weight", ""): tensor.requires_grad_()
    for name, tensor in saved.items()
    if ".lora_" in name
}
weights = {name: tensor.detach() for name, tensor in frozen.named_parameters()}
weights["lm_head.weight"] = weights["model.embed_tokens.weight"]
adapted_weights = dict(weights)
for name in factors:
    if name.endswith(".lora_A"):
        module = name.removesuffix(".lora_A")
        product = factors[f"{module}.lora_B"] @ factors[name]
        adapted_weights[f"{module}.weight"] = weights[f"{module}.weight"] + scale * product

untied = copy.deepcopy(frozen)
untied.lm_head.weight = torch.nn.Parameter(untied.lm_head.weight.detach().clone())


def logits(values, ids):
    return torch.func.functional_call(untied, values, (ids,), tie_weights=False).logits


def losses(values, ids):
    """Cross entropy of every token but the first, in pieces of 128."""
    parts = []
    for start in range(0, len(ids) - 1, 128):
        piece = torch.tensor(ids[start:start + 129])
        parts.append(F.cross_entropy(logits(values, piece[None, :-1])[0], piece[1:], reduction="none"))
    return torch.cat(parts)


def complete(values, ids, count):
    ids = list(ids)
    start = len(ids)
    while len(ids) < start + count:
        token = int(logits(values, torch.tensor([ids]))[0, -1].argmax())
        if token == eos:
            break
        ids.append(token)
    return tokenizer.decode(ids[start:], skip_special_tokens=True)


def encode(text):
    return [bos, *tokenizer.encode(text, add_special_tokens=False).ids]


prose = (Path(__file__).parents[2] / "resources/texts/prose.txt").read_text().strip().split("\n\n")
opening = "Water"
with torch.no_grad():
    models = {
        name: {
            "losses": [losses(values, encode(passage)).mean().item() for passage in prose],
            "completion": complete(values, encode(opening), 12),
        }
        for name, values in {"before": weights, "after": adapted_weights}.items()
    }

# Divergence of the adapted decoder from the frozen one over whole windows, a mean over their tokens.
ids = torch.tensor([encode(passage)[:16] for passage in prose[:2]])
wanted = logits(weights, ids).log_softmax(-1).detach()
found = logits(adapted_weights, ids).log_softmax(-1)
divergence = (wanted.exp() * (wanted - found)).sum(-1).mean()
chosen = {
    "layer.0.q.loraA": "model.layers.0.self_attn.q_proj.lora_A",
    "layer.2.down.loraB": "model.layers.2.mlp.down_proj.lora_B",
    "head.loraA": "lm_head.lora_A",
}
gradients = torch.autograd.grad(divergence, [factors[name] for name in chosen.values()])

stored("golden/forgetting.json").write_text(json.dumps(rounded({
    "tokens": [len(encode(passage)) - 1 for passage in prose],
    "opening": opening,
    **models,
    "textKl": {
        "ids": ids.tolist(),
        "loss": divergence.item(),
        "gradients": {ours: gradient.flatten().tolist() for ours, gradient in zip(chosen, gradients)},
    },
})))
