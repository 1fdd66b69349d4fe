"""Trains the grammar of language/weights/english on two treebanks, and measures it on their held-out parts.

    python bench/training/train_grammar.py --ewt DIR --gum DIR [--out language/weights/english] [--only-measure]

The folders are clones of UniversalDependencies/UD_English-EWT (CC BY-SA 4.0) and UD_English-GUM. Of GUM only the kinds
of text whose licence lets everybody use them are read (FREE): its annotations are CC BY 4.0. Documents of the dev and
test parts are never trained on; both treebanks' dev parts choose the best step. The last line is JSON: for the two test
parts, GUM's spoken kinds only, `tag` accuracy, `uas` and `las`, besides `mb` and `load_ms`.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import spacy
from spacy.cli.init_config import fill_config
from spacy.cli.train import train
from spacy.language import Language
from spacy.pipeline import DependencyParser, Tagger
from spacy.tokens import Doc, DocBin
from spacy.training.converters.conllu_to_docs import conllu_to_docs
from spacy.training.corpus import Corpus

ROOT = Path(__file__).parents[2]
OUT = ROOT / "ingest" / "weights" / "english"
FREE = frozenset("interview news bio voyage textbook vlog speech conversation court".split())
SPOKEN = frozenset("interview vlog speech conversation court".split())
_ROLE = re.compile(r"-ud-(dev|test)\.conllu$")
_DOCUMENT = re.compile(r"(?m)^(?=# newdoc id = )")
_SENTENCES_A_DOC = 10


def documents(folder: Path) -> Iterator[tuple[str | None, str]]:
    """(dev, test or None, text) of each document once, the held-out parts first."""
    files = sorted(file for file in folder.rglob("*.conllu") if ".enhanced" not in file.name)
    seen: set[str] = set()
    for file in sorted(files, key=lambda file: _ROLE.search(file.name) is None):
        role = _ROLE.search(file.name)
        for text in _DOCUMENT.split(file.read_text(encoding="utf-8")):
            found = set(re.findall(r"(?m)^# sent_id = (\S+)", text))
            if found and not found & seen:
                seen |= found
                yield (role.group(1) if role else None), text


def kind(text: str) -> str:
    """What kind of text a document of GUM is, by its name: "GUM_vlog_studying"."""
    named = re.search(r"(?m)^# (?:newdoc id|sent_id) = GUM_([a-z]+)_", text)
    return named.group(1) if named else ""


def parts(ewt: Path, gum: Path) -> dict[str, str]:
    """The texts to train on, to choose by and to measure with."""
    found: dict[str, list[str]] = {"train": [], "dev": [], "test_ewt": [], "test_gum": []}
    for role, text in documents(ewt):
        found["test_ewt" if role == "test" else role or "train"].append(text)
    for role, text in documents(gum):
        if kind(text) in (SPOKEN if role == "test" else FREE):
            found["test_gum" if role == "test" else role or "train"].append(text)
    return {name: "\n".join(text.strip() + "\n" for text in texts) for name, texts in found.items()}


def write(folder: Path, name: str, text: str) -> Path:
    read: Callable[..., Iterator[Doc]] = conllu_to_docs
    path = folder / f"{name}.spacy"
    DocBin(docs=read(text, n_sents=_SENTENCES_A_DOC, merge_subtokens=True, no_print=True)).to_disk(path)
    print(f"{name}: {len(re.findall(r'(?m)^[0-9]+	', text))} words", file=sys.stderr)
    return path


def ship(nlp: Language, out: Path) -> None:
    """Saves what reading needs: of all words seen only the labels' names are kept as text."""
    shutil.rmtree(out / "vocab", ignore_errors=True)
    nlp.to_disk(out, exclude=["vocab"])
    (out / "vocab").mkdir()
    labels = {"ROOT"}
    for name in ("tagger", "parser"):
        pipe = nlp.get_pipe(name)
        assert isinstance(pipe, Tagger | DependencyParser)  # noqa: S101 - for mypy
        labels |= set(pipe.labels)
    (out / "vocab" / "strings.json").write_text(json.dumps(sorted(labels)))
    meta = {
        key: value for key, value in nlp.meta.items() if key in {"lang", "name", "version", "spacy_version", "pipeline"}
    }
    (out / "meta.json").write_text(json.dumps(meta | {"license": "CC BY-SA 4.0"}, indent=1))


def measure(nlp: Language, path: Path) -> dict[str, float]:
    scores = nlp.evaluate(list(Corpus(path)(nlp)))
    return {"tag": round(scores["tag_acc"], 4), "uas": round(scores["dep_uas"], 4), "las": round(scores["dep_las"], 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ewt", type=Path, required=True)
    parser.add_argument("--gum", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only-measure", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {part: write(folder, part, text) for part, text in parts(options.ewt, options.gum).items()}
        if not options.only_measure:
            config = folder / "full.cfg"
            fill_config(config, ROOT / "bench" / "training" / "grammar.cfg", silent=True)
            train(
                config, folder / "model", overrides={"paths.train": str(files["train"]), "paths.dev": str(files["dev"])}
            )
            ship(spacy.load(folder / "model" / "model-best"), options.out)
        began = perf_counter()
        nlp = spacy.load(options.out)
        load_ms = 1000 * (perf_counter() - began)
        size = sum(file.stat().st_size for file in options.out.rglob("*") if file.is_file())
        measured = {part: measure(nlp, files[part]) for part in ("test_ewt", "test_gum")}
    print(json.dumps(measured | {"mb": round(size / 1e6, 1), "load_ms": round(load_ms)}))


if __name__ == "__main__":
    main()
