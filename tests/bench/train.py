"""A training step of a GAD classifier in PyTorch: as usually written, or at its best."""

import side

task = side.task()
with side.imports():
    import torch
    from classifier import Classifier
    from torch.nn.functional import cross_entropy

best = task["style"] == "best"
classifier = Classifier(task, trainable=True)
classifier.model.train()
trained = [parameter for parameter in classifier.model.parameters() if parameter.requires_grad]
optimizer = torch.optim.AdamW(trained, lr=task["learningRate"], weight_decay=0.0, fused=True if best else None)
answer = slice(-task["answer"], None)
predicting = slice(-task["answer"] - 1, -1)


def text_logits(states):
    head = classifier.decoder.lm_head
    return head(states[:, predicting]) if best else head(states)[:, predicting]


def step():
    optimizer.zero_grad()
    states = classifier.states(slice(None))
    class_loss = cross_entropy(classifier.class_logits(states), classifier.labels)
    text_loss = cross_entropy(text_logits(states).flatten(0, 1), classifier.ids[:, answer].flatten())
    loss = class_loss + text_loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimizer.step()
    return loss.item()


side.serve(["torch", "transformers", "peft"], {"step": step})
