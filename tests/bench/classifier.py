"""The classifier of a bench as the official recipe builds it: transformers, PEFT, a connector and a class head."""

import numpy as np
import torch
from peft import PeftModel
from torch import nn
from transformers import AutoModelForCausalLM


class Classifier:
    """Windows of one layout through the decoder. `task` is what the bench wrote (see `decoderTask.ts`)."""

    def __init__(self, task, trainable):
        torch.set_num_threads(task["threads"])
        self.task = task
        self.ids = torch.tensor(task["ids"])
        self.labels = torch.tensor(task["labels"])
        self.features = torch.from_numpy(np.load(task["features"]))
        base = AutoModelForCausalLM.from_pretrained(task["decoder"], dtype=torch.float32)
        width = base.config.hidden_size
        base.connector = nn.Sequential(nn.Linear(self.features.shape[-1], width), nn.GELU(), nn.Linear(width, width))
        base.cls_head = nn.Linear(width, task["classes"])
        base.cls_emb = nn.Embedding(1, width)
        self.model = PeftModel.from_pretrained(base, task["adapter"], is_trainable=trainable)
        self.decoder = base

    def merge(self):
        self.decoder = self.model.merge_and_unload()

    def embeddings(self, windows):
        """What enters the first layer [windows, tokens, hidden] for a slice of the windows."""
        ids, features = self.ids[windows], self.features[windows]
        embeddings = self.decoder.get_input_embeddings()(ids)
        start, cls = self.task["frameStart"], self.task["cls"]
        embeddings[:, start : start + features.shape[1]] = self.decoder.connector(features)
        if cls >= 0:
            embeddings[:, cls] = self.decoder.cls_emb(torch.zeros(len(ids), dtype=torch.long))
        return embeddings

    def states(self, windows):
        """Final states [windows, tokens, hidden] of a slice of the windows."""
        embeddings = self.embeddings(windows)
        mask = torch.ones(embeddings.shape[:2], dtype=torch.long)
        return self.decoder.model(inputs_embeds=embeddings, attention_mask=mask, use_cache=False).last_hidden_state

    def class_logits(self, states):
        return self.decoder.cls_head(states[:, self.task["cls"]])
