"""Makes tests/fixtures/gguf: what the `gguf` Python package writes and reads.

blocks.gguf          one small tensor of each type that is read
blocks.safetensors   the same, dequantised by the package
llama.gguf           first layer of the golden tiny Llama as llama.cpp stores it: query and key rows interleaved,
                     rotary scaling as a tensor of factors, tokenizer in the metadata

Run: python tests/reference/gguf_files.py
"""
import json
import math

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type
from safetensors.numpy import load_file, save_file

from stored import golden, stored

tiny = golden("tiny-llama")
rng = np.random.default_rng(0)


def blocks():
    writer = gguf.GGUFWriter(stored("fixtures/gguf/blocks.gguf"), "test")
    writer.add_uint32("test.uint32", 7)
    writer.add_int32("test.int32", -7)
    writer.add_uint64("test.uint64", 1 << 40)
    writer.add_float32("test.float32", 0.5)
    writer.add_float64("test.float64", 0.1)
    writer.add_bool("test.bool", True)
    writer.add_string("test.string", "naïve")
    writer.add_array("test.array", ["a", "b"])
    scales = {Type.Q4_K: (0, 2), Type.Q5_K: (0, 2), Type.Q6_K: (208, 1)}  # first byte and number of half-precision scales
    expected = {}
    for kind in (Type.F32, Type.F16, Type.BF16, Type.Q8_0, Type.Q4_0, Type.Q4_1, Type.Q4_K, Type.Q5_K, Type.Q6_K):
        if kind in scales:  # the package cannot quantise to these: any bits with finite scales are a block
            start, count = scales[kind]
            data = rng.integers(0, 256, (6, gguf.GGML_QUANT_SIZES[kind][1]), dtype=np.uint8)
            data[:, start : start + 2 * count] = rng.normal(0, 0.01, (6, count)).astype(np.float16).view(np.uint8)
            data = data.reshape(3, -1)
        else:
            data = gguf.quants.quantize(rng.normal(0, 1, (3, 512)).astype(np.float32), kind)
        writer.add_tensor(kind.name, data, raw_dtype=kind)
        expected[kind.name] = gguf.quants.dequantize(data, kind).astype(np.float32)
    close(writer)
    save_file(expected, stored("fixtures/gguf/blocks.safetensors"))


def interleaved(weight, heads):
    """Rows of each head from halves to pairs, as llama.cpp's converter does for Llama."""
    rows = weight.reshape(heads, 2, weight.shape[0] // heads // 2, *weight.shape[1:])
    return np.ascontiguousarray(rows.swapaxes(1, 2).reshape(weight.shape))


def rope_factors(config):
    scaling = config["rope_scaling"]
    size = config["head_dim"]
    factors = []
    for pair in range(size // 2):
        wavelength = 2 * math.pi * config["rope_theta"] ** (2 * pair / size)
        turns = scaling["original_max_position_embeddings"] / wavelength
        low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
        kept = min(1, max(0, (turns - low) / (high - low)))
        factors.append(1 / ((1 - kept) / scaling["factor"] + kept))
    return np.array(factors, dtype=np.float32)


def llama():
    config = json.loads((tiny / "config.json").read_text())
    tokenizer = json.loads((tiny / "tokenizer.json").read_text())
    weights = load_file(tiny / "model.safetensors")
    writer = gguf.GGUFWriter(stored("fixtures/gguf/llama.gguf"), "llama")
    writer.add_block_count(1)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_rope_dimension_count(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    tokens = {id: token for token, id in tokenizer["model"]["vocab"].items()}
    special = {token["id"]: token["content"] for token in tokenizer["added_tokens"]}
    tokens.update(special)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("llama-bpe")
    writer.add_token_list([tokens[id] for id in range(len(tokens))])
    writer.add_token_types([3 if id in special else 1 for id in range(len(tokens))])
    writer.add_token_merges([" ".join(merge) for merge in tokenizer["model"]["merges"]])
    writer.add_bos_token_id(config["bos_token_id"])
    writer.add_eos_token_id(config["eos_token_id"])
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, 1)
    writer.add_tensor("rope_freqs.weight", rope_factors(config))
    for name, weight in weights.items():
        theirs = names.get_name(name, try_suffixes=(".weight",))
        if theirs is None:
            continue
        if ".q_proj." in name:
            weight = interleaved(weight, config["num_attention_heads"])
        if ".k_proj." in name:
            weight = interleaved(weight, config["num_key_value_heads"])
        writer.add_tensor(theirs, weight)
    close(writer)


def close(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


blocks()
llama()
