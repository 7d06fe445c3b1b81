"""Makes tests/fixtures/tokenizer/cases.json: ids, offsets and decoded text by Hugging Face `tokenizers` for awkward texts.

The tokenizer is that of the golden tiny Llama, as it is and with the splitting of other models put in (`changes` are the
fields of tokenizer.json that differ).

Run: python tests/reference/tokenizer.py
"""
import json
import random

from tokenizers import Tokenizer

from stored import golden, stored

base = json.loads((golden("tiny-llama") / "tokenizer.json").read_text())

byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
qwen2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
split = {"type": "Split", "pattern": {"Regex": qwen2}, "behavior": "Isolated", "invert": False}
digits = {"type": "Digits", "individual_digits": True}
plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": False}
variants = {
    "llama3": {},
    "qwen2": {
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, byte_level]},
    },
    "smollm": {
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [digits, {**byte_level, "use_regex": True}]},
        "added_tokens": base["added_tokens"]
        + [
            {**plain, "id": 600, "content": "<pad>", "lstrip": True, "rstrip": True},
            {**plain, "id": 601, "content": "stir", "single_word": True},
            {**plain, "id": 602, "content": "stir fry"},
        ],
    },
}

texts = [
    "DON'T I'LL 'Sup 'ſ it'S",
    "x\u0085y\ufeffz\u00a0\u2003 w\u3000",
    "cafe\u0301 e\u0301\u0301 \u1112\u1161\u11ab A\u030a\u0323",
    "½ ²³ ٣٤٥ Ⅷ 1234567",
    "a \n\n  b\r\n\tc   ",
    "🧑‍🍳 cuts 👍🏽 \U0001f1e9\U0001f1ea",
    "<|eot_id|><|eot_id|> <|begin_of_text|>x",
    "a <pad>  b stirs stir, stir fry",
    "don’t “quote” — …",
    "\x00\x01\x7f",
    " ",
    "   ",
    "\n",
]
rng = random.Random(0)
alphabet = list("  \n\t'\"aeisrtST.,!?-012") + ["é", "ß", "中", "文", "😀", "\u0301", "\u00a0", "'s", "'LL", "<|eot_id|>", "stir"]
texts += ["".join(rng.choices(alphabet, k=rng.randint(1, 24))) for _ in range(80)]

result = []
for name, changes in variants.items():
    tokenizer = Tokenizer.from_str(json.dumps({**base, **changes}))
    cases = []
    for text in texts:
        encoding = tokenizer.encode(text, add_special_tokens=False)
        decoded = tokenizer.decode(encoding.ids, skip_special_tokens=False)
        cases.append({"text": text, "ids": encoding.ids, "offsets": encoding.offsets, "decoded": decoded})
    result.append({"name": name, "changes": changes, "cases": cases})
stored("fixtures/tokenizer/cases.json").write_text(json.dumps(result, ensure_ascii=True))
