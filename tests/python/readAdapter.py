"""A trained classifier in plain transformers and PEFT, for tests/python/adapters.test.ts: from the adapter's folder, its
decoder and what `classifier.json` says, nothing of this program.

Run: python readAdapter.py TASK, a JSON file {decoder, adapter, windows: [{features, label, previous}], texts}
Prints JSON: class logits, logits of the head that names the context, logits at every learnt position, mapped texts.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
from peft import PeftModel
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModelForCausalLM

task = json.loads(Path(sys.argv[1]).read_text())
about = json.loads((Path(task["adapter"]) / "classifier.json").read_text())
settings, tokens, classes = about["settings"], about["tokens"], about["classes"]
tokenizer = Tokenizer.from_file(str(Path(task["decoder"]) / "tokenizer.json"))
base = AutoModelForCausalLM.from_pretrained(task["decoder"], dtype=torch.float32).eval()
width = base.config.hidden_size
modules = {
    "connector": nn.Sequential(nn.Linear(about["features"]["dim"], width), nn.GELU(), nn.Linear(width, width)),
    "cls_head": nn.Linear(width, len(classes)),
    "cls_emb": nn.Embedding(1, width),
    "context_head": nn.Linear(width, len(classes)),
    "context_emb": nn.Embedding(1, width),
    "label_tokens": nn.Embedding(len(classes), width),
    "text_proj": nn.Linear(width, width),
}
config = json.loads((Path(task["adapter"]) / "adapter_config.json").read_text())
saved = config["modules_to_save"]
for name in saved:
    setattr(base, name, modules[name])
model = PeftModel.from_pretrained(base, task["adapter"]).eval()

# PEFT only warns of a tensor that has no place; here each must have found its own.
held = {name.replace(".modules_to_save.default", "").replace(".default", ""): v for name, v in model.named_parameters()}
for name, tensor in load_file(str(Path(task["adapter"]) / "adapter_model.safetensors")).items():
    assert torch.equal(held[name], tensor), f"{name} was not read"


def ids(text):
    return tokenizer.encode(text, add_special_tokens=False).ids


def embedded(row):
    return base.get_input_embeddings()(torch.tensor(row))


def learnt(name):
    return getattr(base, name)(torch.zeros(1, dtype=torch.long))


def states(*parts):
    return base.model(inputs_embeds=torch.cat(parts)[None], use_cache=False).last_hidden_state[0]


def told(window):
    """Classes that the response names: its own, and behind it the previous action."""
    with_previous = settings["kind"] == "gad" and settings["context"] == "previous action" and window["previous"] >= 0
    return [window["label"], *([window["previous"]] if with_previous else [])]


def response(window):
    if settings["kind"] == "discriminative" or (settings["kind"] == "gad" and settings["contextAs"] != "text"):
        return []
    if settings["kind"] == "generative" and settings["tokenisation"] != "subword":
        return ids(about["opening"]) + about["answers"][window["label"]]
    named = told(window)
    row = ids(f"{about['opening']} {', '.join(classes[i]['text'] for i in named)}")
    first = settings["kind"] == "gad" and settings["order"] == "generation first"
    silent = named == [0] and tokens["silence"] is not None and not first
    return row if silent else row + [tokens["eos"]]


def token_logits(rows):
    logits = base.lm_head(rows)
    if "label_tokens" not in saved:
        return logits
    every = base.label_tokens(torch.arange(len(classes)))
    return torch.cat([logits, rows @ every.T], 1)


def run(window):
    features = torch.tensor(window["features"], dtype=torch.float32).reshape(-1, about["features"]["dim"])
    question = ids("".join(about["question"].values()))
    start = torch.cat([embedded([tokens["bos"], *question]), base.connector(features)])
    answer, begin = response(window), len(start)
    # New tokens have no embedding, and nothing stands behind them.
    row = embedded([min(i, base.config.vocab_size - 1) for i in answer]) if answer else start[:0]
    if "cls_emb" not in saved:
        return None, None, token_logits(states(start, row)[begin - 1 : -1])
    cls = learnt("cls_emb")
    if settings["kind"] == "gad" and settings["order"] == "generation first" and answer:
        out = states(start, row, cls)
        return base.cls_head(out[-1]), None, token_logits(out[begin - 1 : -2])
    if settings["kind"] == "gad" and settings["order"] == "parallel" and answer:
        return base.cls_head(states(start, cls)[-1]), None, token_logits(states(start, row)[begin - 1 : -1])
    own = [learnt("context_emb")] if "context_emb" in saved else []
    out = states(start, cls, *own, row)
    named = base.context_head(out[begin + len(own)]) if "context_head" in saved else None
    return base.cls_head(out[begin]), named, token_logits(out[begin:-1]) if answer else None


with torch.no_grad():
    parts = list(zip(*[run(window) for window in task["windows"]]))
    flat = [np.concatenate([x.flatten().numpy() for x in part if x is not None] or [np.zeros(0)]).tolist() for part in parts]
    mapped = base.text_proj(torch.tensor(task["texts"])).flatten().tolist() if "text_proj" in saved else []
print(json.dumps({"classLogits": flat[0], "contextLogits": flat[1], "answerLogits": flat[2], "texts": mapped}))
