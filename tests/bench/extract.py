"""Features of a clip with PyAV, Pillow and PyTorch; the network's weights come from the same ONNX file."""

import side

task = side.task()
with side.imports():
    import av
    import numpy as np
    import onnx
    import torch
    from onnx import numpy_helper
    from PIL import Image
    from torch import nn

BATCH = 8
# Expansion, channels, repeats, first stride, kernel: the stages of EfficientNet-B0, which Lite0 keeps.
STAGES = [(1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3), (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3)]


def convolution(inputs, outputs, kernel, stride=1, groups=1, active=True):
    """TensorFlow's "same" padding: at stride 2 the odd pixel goes behind. Batch norm is folded into the weights."""
    missing = kernel - stride
    padding = (missing // 2, missing - missing // 2) * 2
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, groups=groups)]
    if stride > 1:
        layers.insert(0, nn.ZeroPad2d(padding))
    else:
        layers[0].padding = (padding[0], padding[0])
    return layers + [nn.ReLU6(inplace=True)] * active


class Block(nn.Module):
    def __init__(self, inputs, outputs, expansion, kernel, stride):
        super().__init__()
        wide = inputs * expansion
        layers = convolution(inputs, wide, 1) if expansion > 1 else []
        layers += convolution(wide, wide, kernel, stride, groups=wide)
        layers += convolution(wide, outputs, 1, active=False)
        self.layers = nn.Sequential(*layers)
        self.skips = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.layers(x) if self.skips else self.layers(x)


def network():
    layers, channels = convolution(3, 32, 3, 2), 32
    for expansion, outputs, repeats, stride, kernel in STAGES:
        for repeat in range(repeats):
            layers.append(Block(channels, outputs, expansion, kernel, stride if repeat == 0 else 1))
            channels = outputs
    layers += convolution(channels, 1280, 1)
    model = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())
    load(model)
    return model.eval().to(memory_format=torch.channels_last)  # nearly twice as fast as PyTorch's default here


def load(model):
    """The file's convolutions come in the order of the network."""
    graph = onnx.load(task["network"]).graph
    stored = {tensor.name: numpy_helper.to_array(tensor).astype(np.float32) for tensor in graph.initializer}
    for node in graph.node:  # weights are kept in half precision
        if node.op_type == "Cast" and node.input[0] in stored:
            stored[node.output[0]] = stored[node.input[0]]
    theirs = [node for node in graph.node if node.op_type == "Conv"]
    ours = [module for module in model.modules() if isinstance(module, nn.Conv2d)]
    assert len(ours) == len(theirs)
    for module, node in zip(ours, theirs):
        module.weight.data = torch.tensor(stored[node.input[1]])
        module.bias.data = torch.tensor(stored[node.input[2]])


def prepare(frame):
    picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
    side_length = round(0.875 * min(picture.size))
    left, top = (picture.width - side_length) // 2, (picture.height - side_length) // 2
    square = picture.crop((left, top, left + side_length, top + side_length))
    resized = np.asarray(square.resize((224, 224), Image.BICUBIC), dtype=np.float32)
    return torch.from_numpy((resized - 127) / 128).permute(2, 0, 1)


torch.set_num_threads(task["threads"])
model = network()


def encode(batch):
    return model(torch.stack(batch).contiguous(memory_format=torch.channels_last))


@torch.inference_mode()
def frames():
    wanted, features, batch = set(task["frames"]), [], []
    with av.open(task["clip"]) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for index, frame in enumerate(container.decode(stream)):
            if index not in wanted:
                continue
            batch.append(prepare(frame))
            if len(batch) == BATCH:
                features.append(encode(batch))
                batch = []
    if batch:
        features.append(encode(batch))
    return torch.cat(features)


side.serve(["torch", "av", "pillow", "onnx"], {"frames": frames})
