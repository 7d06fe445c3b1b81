"""Losses, class logits and gradients of the variants of GAD that the official code does not have, from the formula in plain
PyTorch, for tests/golden/variants.test.ts: generation first, parallel, the previous action named by a second head (on [CLS],
or on its own), and training in two stages. Each window is computed alone, unpadded, in double precision.

Run: python tests/reference/classifiers.py    (writes tests/golden/variants.json)
"""
import json

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch.func import functional_call
from transformers import AutoModelForCausalLM

from stored import golden, rounded, stored

torch.manual_seed(0)
folder = golden("tiny-llama")
llama = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager").eval()
tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
config = llama.config
hidden, layers = config.hidden_size, config.num_hidden_layers
table = llama.model.embed_tokens.weight.detach()
bos, eos, silence = (tokenizer.token_to_id(t) for t in ("<|begin_of_text|>", "<|eot_id|>", "Ġbackground"))

classes = ["background", "pour water", "add sugar", "cut steak"]
dim, rank, alpha, lam, background_weight = 8, 2, 4, 0.7, 0.5
windows = [
    {"steps": 5, "label": 1, "previous": 2},
    {"steps": 3, "label": 0, "previous": -1},
    {"steps": 4, "label": 0, "previous": 3},
    {"steps": 1, "label": 3, "previous": 1},
]
projections = {
    "q": "self_attn.q_proj", "k": "self_attn.k_proj", "v": "self_attn.v_proj", "o": "self_attn.o_proj",
    "gate": "mlp.gate_proj", "up": "mlp.up_proj", "down": "mlp.down_proj",
}


def single(x):
    """What a float32 holds of it."""
    return x.float().double()


def shapes(text, head):
    """Names and shapes of all that is trained."""
    out = {}
    for i in range(layers):
        for ours, theirs in projections.items():
            rows, columns = llama.get_parameter(f"model.layers.{i}.{theirs}.weight").shape
            out[f"layer.{i}.{ours}.loraA"], out[f"layer.{i}.{ours}.loraB"] = (rank, columns), (rows, rank)
    if text:
        out["head.loraA"], out["head.loraB"] = (rank, hidden), (config.vocab_size, rank)
    out |= {"connector.0.weight": (hidden, dim), "connector.0.bias": (hidden,)}
    out |= {"connector.2.weight": (hidden, hidden), "connector.2.bias": (hidden,)}
    out |= {"cls_head.weight": (len(classes), hidden), "cls_head.bias": (len(classes),), "cls_emb.weight": (1, hidden)}
    if head != "none":
        out |= {"context_head.weight": (len(classes), hidden), "context_head.bias": (len(classes),)}
    if head == "own":
        out["context_emb.weight"] = (1, hidden)
    return out


def waves(count, phase):
    return torch.sin(0.7 * torch.arange(count, dtype=torch.float64) + phase)


def parameters(text, head):
    """Numbers anyone can make again: the k-th tensor by name is 0.1 sin(0.7 i + k), row by row, in single precision."""
    named = sorted(shapes(text, head).items())
    return {
        name: single(0.1 * waves(torch.Size(shape).numel(), k)).reshape(shape).requires_grad_()
        for k, (name, shape) in enumerate(named)
    }


def features(w):
    return single(waves(windows[w]["steps"] * dim, 10.0 + w)).reshape(-1, dim)


def ids(text):
    return tokenizer.encode(text, add_special_tokens=False).ids


def answer(window, always_ends):
    told = [window["label"]] + ([window["previous"]] if window["previous"] >= 0 else [])
    tokens = ids("\nAssistant: " + ", ".join(classes[i] for i in told))
    silent = told == [0] and not always_ends
    return tokens if silent else tokens + [eos]


def embedded(tokens):
    return table[torch.tensor(tokens)]


def opening(p, w):
    x = F.linear(features(w), p["connector.0.weight"], p["connector.0.bias"])
    visual = F.linear(F.gelu(x), p["connector.2.weight"], p["connector.2.bias"])
    return torch.cat([embedded([bos] + ids("What is the action in the last frame?\n")), visual])


def states(p, embeddings):
    """Final states of one line of tokens, causal."""
    adapted = {}
    for i in range(layers):
        for ours, theirs in projections.items():
            name = f"layers.{i}.{theirs}.weight"
            delta = p[f"layer.{i}.{ours}.loraB"] @ p[f"layer.{i}.{ours}.loraA"]
            adapted[name] = llama.model.get_parameter(name).detach() + alpha / rank * delta
    out = functional_call(llama.model, adapted, (), {"inputs_embeds": embeddings[None], "use_cache": False})
    return out.last_hidden_state[0]


def text_loss(p, rows, tokens):
    head = table + alpha / rank * p["head.loraB"] @ p["head.loraA"]
    return F.cross_entropy(rows @ head.T, torch.tensor(tokens))


def named(p, module, row):
    return F.linear(row, p[f"{module}.weight"], p[f"{module}.bias"])


def window_parts(p, variant, w):
    """Class logits of a window, and the loss of its text or of its previous action."""
    window, start, cls = windows[w], opening(p, w), p["cls_emb.weight"]
    begin = len(start)
    if variant == "generation first":
        tokens = answer(window, True)
        out = states(p, torch.cat([start, embedded(tokens), cls]))
        return named(p, "cls_head", out[-1]), text_loss(p, out[begin - 1 : begin - 1 + len(tokens)], tokens)
    if variant == "parallel":
        tokens = answer(window, False)
        written = states(p, torch.cat([start, embedded(tokens)]))
        decided = states(p, torch.cat([start, cls]))[-1]
        return named(p, "cls_head", decided), text_loss(p, written[begin - 1 : -1], tokens)
    if variant == "discriminative first":
        tokens = answer(window, False)
        out = states(p, torch.cat([start, cls, embedded(tokens)]))
        return named(p, "cls_head", out[begin]), text_loss(p, out[begin:-1], tokens)
    own = [p["context_emb.weight"]] if variant == "head, own [CLS]" else []
    out = states(p, torch.cat([start, cls, *own]))
    previous = torch.zeros((), dtype=torch.float64)
    if window["previous"] >= 0:
        logits = named(p, "context_head", out[-1])
        previous = F.cross_entropy(logits[None], torch.tensor([window["previous"]]))
    return named(p, "cls_head", out[begin]), previous


def losses(p, variant):
    parts = [window_parts(p, variant, w) for w in range(len(windows))]
    logits = torch.stack([cls for cls, _ in parts])
    labels = torch.tensor([w["label"] for w in windows])
    weights = torch.tensor([background_weight if w["label"] == 0 else 1.0 for w in windows], dtype=torch.float64)
    cls = (weights * F.cross_entropy(logits, labels, reduction="none")).mean()
    context = torch.stack([loss for _, loss in parts]).mean()
    return logits, cls, context


shown = ["cls_head.bias", "cls_emb.weight", "context_head.bias", "context_emb.weight", "connector.0.bias", "layer.1.k.loraA"]


def forward(variant):
    head = {"head": "shared", "head, own [CLS]": "own"}.get(variant, "none")
    p = parameters(head == "none", head)
    logits, cls, context = losses(p, variant)
    total = cls + lam * context
    total.backward()
    return {
        "classLogits": logits.flatten().tolist(),
        "losses": {"total": total.item(), "class": cls.item(), "context": context.item()},
        "gradientNorms": {name: v.grad.norm().item() for name, v in p.items()},
        "gradients": {name: p[name].grad.flatten().tolist() for name in shown if name in p},
    }


def two_stages(updates, rate):
    """Half of the updates for the text, half for the class alone, each with an AdamW of its own and clipping at 1."""
    p = parameters(True, "none")
    start = {name: v.detach().clone() for name, v in p.items()}
    decides = lambda name: name.startswith("cls_")
    steps = []
    for stage in ("context", "class"):
        trained = [v for name, v in p.items() if decides(name) == (stage == "class")]
        optimizer = torch.optim.AdamW(trained, lr=rate, betas=(0.9, 0.999), eps=1e-8, weight_decay=0)
        for _ in range(updates // 2):
            for v in p.values():
                v.grad = None
            _, cls, context = losses(p, "discriminative first")
            loss = lam * context if stage == "context" else cls
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            steps.append({"stage": stage, "loss": loss.item(), "norm": norm.item()})
    moved = {name: (v.detach() - start[name]).norm().item() for name, v in p.items()}
    return {"learningRate": rate, "updates": steps, "moved": moved}


variants = ["generation first", "parallel", "discriminative first", "head", "head, own [CLS]"]
reference = {
    "classes": classes,
    "dim": dim,
    "rank": rank,
    "alpha": alpha,
    "lambda": lam,
    "backgroundWeight": background_weight,
    "windows": windows,
    "variants": {variant: forward(variant) for variant in variants},
    "twoStages": two_stages(6, 0.01),
}
stored("golden/variants.json").write_text(json.dumps(rounded(reference), indent=1) + "\n")
