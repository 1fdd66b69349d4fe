"""A process that has imported all of Earmark and forks a child for each job it is told, a line of JSON on its input.

    python tests/worlds/kill_parent.py

A job names the `commands` of cli.py, the `environment` and `folder` they are run in, a file for what they `say`, and
`kill`: where the child is to die, null where it is to live. With `dump` what the folder holds is written there when all
went well. The answer is a line of JSON with the child's exit status and processor time.
"""

import gc
import json
import os
import sys
from functools import cache
from importlib import import_module
from inspect import signature
from pathlib import Path

# One thread a process: a child is one of many on the machine, and threads would not outlive the fork.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false", COLUMNS="200")
# Imported before ours says so, LiteLLM would ask for prices in a thread of its own.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

_OURS = ("commands", "digest", "index", "ingest", "language", "store")
# What a night imports half-way, but for onnxruntime, which starts a thread.
_LATE = (
    "alembic.command av chromadb.api.rust ctranslate2 faster_whisper litellm.proxy._types openai.lib.streaming.chat "
    "openai.resources scipy.cluster.hierarchy tantivy tokenizers"
)


def warm() -> None:
    """Imports and reads all that starts no thread: models are made by each child."""
    from store import packaged_weights

    packaged_weights.packaged_file = _once(packaged_weights.packaged_file)
    packaged_weights.packaged_weights = _once(packaged_weights.packaged_weights)
    for name in [*_LATE.split(), *_modules(), "tests.worlds.kill_points"]:
        import_module(name)
    from index.embedding import packaged_embedder
    from ingest.model import library
    from ingest.passages import impressions
    from language import grammar

    library.loaded()
    packaged_embedder.published()
    impressions.published()
    grammar.Grammar = cache(grammar.Grammar)
    grammar.Grammar()
    for read in _kept_tables():
        read()
    gc.collect()
    gc.freeze()  # or each child's collector would copy all of it


def _modules() -> list[str]:
    found = [path.relative_to(ROOT).with_suffix("") for name in _OURS for path in (ROOT / name).rglob("*.py")]
    named = {".".join(part for part in path.parts if part != "__init__") for path in found}
    return sorted(name for name in named if "migrations" not in name)


def _kept_tables() -> list:
    """Every cached function of ours that takes nothing: lists, weights, the model that tells languages."""
    ours = [module for name, module in sys.modules.items() if name.partition(".")[0] in _OURS]
    cached = [made for module in ours for made in vars(module).values() if hasattr(made, "cache_info")]
    return [made for made in cached if not signature(made).parameters]


def _once(read):
    """Files of a package are read and checked once; they change for no child."""
    known = {}

    def kept(*named, **more):
        asked = repr((named, more))
        if asked not in known:
            known[asked] = read(*named, **more)
        return known[asked]

    return kept


def run(job: dict) -> None:
    """The job, in the child. What it says goes to a file."""
    said = os.open(job["say"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ.update(job["environment"])
    os.chdir(job["folder"])
    from cli import main
    from tests.worlds.kill_points import Executioner
    from tests.worlds.left_behind import dump

    executioner = Executioner(job)
    codes = []
    for command in job["commands"]:
        executioner.begin(command)
        try:
            main(command)
        except SystemExit as left:
            codes.append(left.code or 0)
    executioner.end()
    if job.get("dump") and not any(codes):
        Path(job["dump"]).write_text(json.dumps(dump(Path(job["folder"]))))
    sys.stdout.flush()
    os._exit(max(codes))


def serve() -> None:
    warm()
    _answer({"threads": len(list(Path("/proc/self/task").iterdir()))})
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                run(json.loads(line))
            finally:
                os._exit(70)  # whoever ends well has left before
        _, status, used = os.wait4(child, 0)
        seconds = used.ru_utime + used.ru_stime
        _answer({"status": os.waitstatus_to_exitcode(status), "seconds": seconds})


def _answer(told: dict) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
