"""Answers of a generative classifier in PyTorch: written greedily by `generate`, and all labels scored behind one cache."""

import copy

import side

task = side.task()
with side.imports():
    import torch
    from classifier import Classifier
    from torch import nn
    from torch.nn.functional import log_softmax

classifier = Classifier(task, trainable=False)
classifier.model.eval()
# The head shares its weights with the embeddings, which an adapter of the head must leave alone.
head = classifier.decoder.lm_head.base_layer
head.weight = nn.Parameter(head.weight.detach().clone())
classifier.merge()
decoder = classifier.decoder
windows = range(0, len(task["ids"]), task["batch"])
longest = max(len(answer) for answer in task["answers"])
padded = torch.tensor([answer + [task["eos"]] * (longest - len(answer)) for answer in task["answers"]])
real = torch.tensor([[1.0] * len(answer) + [0.0] * (longest - len(answer)) for answer in task["answers"]])


def opening(start):
    """Embeddings and mask of a batch up to where answers begin."""
    embeddings = classifier.embeddings(slice(start, start + task["batch"]))[:, : task["opened"]]
    return embeddings, torch.ones(embeddings.shape[:2], dtype=torch.long)


@torch.inference_mode()
def greedy():
    answers = []
    for start in windows:
        embeddings, mask = opening(start)
        tokens = decoder.generate(
            inputs_embeds=embeddings,
            attention_mask=mask,
            max_new_tokens=task["longest"],
            do_sample=False,
            eos_token_id=task["eos"],
            pad_token_id=task["eos"],
        ).tolist()
        answers += [row + [task["eos"]] * (task["longest"] - len(row)) for row in tokens]
    return answers


@torch.inference_mode()
def constrained():
    """Each label by itself, all of them as one batch behind the cache of a window."""
    scores = []
    for start in windows:
        embeddings, mask = opening(start)
        for window in range(len(embeddings)):
            prefix = decoder(
                inputs_embeds=embeddings[window : window + 1], attention_mask=mask[:1], use_cache=True, logits_to_keep=1
            )
            cache = copy.deepcopy(prefix.past_key_values)
            cache.batch_repeat_interleave(len(padded))
            behind = decoder(input_ids=padded[:, :-1], past_key_values=cache, use_cache=True).logits
            first = prefix.logits.expand(len(padded), -1, -1)
            of_tokens = log_softmax(torch.cat([first, behind], dim=1), dim=-1).gather(-1, padded[..., None])[..., 0]
            scores.append((of_tokens * real).sum(dim=1))
    return torch.stack(scores)


side.serve(["torch", "transformers", "peft"], {"greedy": greedy, "constrained": constrained})
