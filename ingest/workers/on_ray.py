"""Workers as tasks on a Ray cluster. Audio goes to them as bytes and what they make comes back as values: no machine
needs the files of another. Each must have Earmark's own code and packages, of the same version.

A task whose worker or node ends, or is silent for too long, is tried again, on another node where there is one.
"""

import os
import queue
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from ingest.workers.hands import Hands, Lost
from ingest.workers.jobs import Job, Kit, Tell, outcome
from ingest.workers.told import Began, Done, Failed, Told
from store.errors import Misconfigured

# By judgement, not measured. A hand-out of the slowest recogniser on one core takes some minutes, after its weights are
# loaded; until a task begins, its machine may have to start a process, or another run's tasks may have to end.
SILENT_SECONDS = 1800.0
_BEGIN_SECONDS = 3600.0
_TRIES = 3
_MOST_FAULTS = 2  # of a node, by judgement: one worker may be killed for its own reasons

MakeKit = Callable[[int | None], Kit]


def on_ray(
    address: str, make_kit: MakeKit, *, most: int | None = None, silent_seconds: float = SILENT_SECONDS
) -> Hands:
    """As many workers as the cluster has cores, `most` at most. Raises Misconfigured where it cannot be reached."""
    try:
        import ray
    except ImportError as error:
        raise Misconfigured(
            "EARMARK_RAY_ADDRESS is set, and Ray is not installed: "
            "`.venv/bin/python -m pip install -r requirements-ray.txt` brings it"
        ) from error
    if not ray.is_initialized():
        try:
            ray.init(address=address, log_to_driver=False, logging_level="ERROR", configure_logging=False)
        except (ConnectionError, ValueError, RuntimeError, AssertionError) as error:
            raise Misconfigured(
                f"no Ray cluster answers at EARMARK_RAY_ADDRESS ({address}): start one on this machine with "
                "`ray start --head`, or let it join with `ray start --address=HEAD:6379`"
            ) from error
    has = ray.cluster_resources()
    count = max(1, int(has.get("CPU", 1)))
    nodes = _Nodes()
    open_seat = partial(_RaySeat, ray, make_kit, nodes, gpus=has.get("GPU", 0) > 0, silent_seconds=silent_seconds)
    return Hands(open_seat, min(count, most or count), tries=_TRIES, alone=False)


class _Nodes:
    """On which nodes workers were lost."""

    def __init__(self) -> None:
        self._faults: Counter[str] = Counter()
        self._lock = Lock()

    def blame(self, node: str) -> None:
        with self._lock:
            self._faults[node] += 1

    def good(self, alive: list[str]) -> str | None:
        """A node to go to, where another one is to be passed over; None where any will do."""
        with self._lock:
            bad = [node for node in alive if self._faults[node] >= _MOST_FAULTS]
            least = min(alive, key=lambda node: self._faults[node], default=None)
        return least if bad else None


class _RaySeat:
    """One task at a time."""

    def __init__(self, ray: Any, make_kit: MakeKit, nodes: _Nodes, *, gpus: bool, silent_seconds: float) -> None:
        self._ray, self._make_kit, self._nodes = ray, make_kit, nodes
        self._gpus, self._silent_seconds = gpus, silent_seconds
        self._task: Any = None

    def work(self, job: Job[object], tell: Tell) -> Done | Failed:
        sound = self._ray.put(job.sound.read_bytes()) if job.sound else None
        remote = self._ray.remote(_work).options(
            num_returns="streaming",
            num_cpus=1,
            # Hearing is what a GPU is good for.
            num_gpus=1 if self._gpus and job.sound else 0,
            max_retries=0,
            scheduling_strategy=self._where(),
        )
        self._task = remote.remote(self._make_kit, job, sound)
        return self._followed(tell)

    def _where(self) -> object:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        alive = [node["NodeID"] for node in self._ray.nodes() if node["Alive"]]
        node = self._nodes.good(alive)
        return NodeAffinitySchedulingStrategy(node_id=node, soft=True) if node else "SPREAD"

    def _followed(self, tell: Tell) -> Done | Failed:
        node = ""
        try:
            while True:
                told = self._next(self._silent_seconds if node else _BEGIN_SECONDS)
                if isinstance(told, Failed) and told.kind in ("misconfigured", "surprise"):
                    self._nodes.blame(node)
                if isinstance(told, Done | Failed):
                    return told
                node = told.node if isinstance(told, Began) else node
                tell(told)
        except Lost:
            self._nodes.blame(node)
            self._cancel()
            raise
        finally:
            self._task = None

    def _next(self, seconds: float) -> Told:
        """Raises Lost where nothing more comes."""
        try:
            ready, _ = self._ray.wait([self._task], timeout=seconds)
            if not ready:
                raise Lost("the worker that had it in hand said nothing for too long")
            told: Told = self._ray.get(next(self._task))
        except (StopIteration, self._ray.exceptions.RayError) as error:
            raise Lost("the worker that had it in hand, or its machine, ended before it was done") from error
        return told

    def _cancel(self) -> None:
        if self._task is not None:
            with suppress(Exception):
                self._ray.cancel(self._task, force=True)

    def close(self) -> None:
        self._cancel()


def _work(make_kit: MakeKit, job: Job[object], sound: bytes | None) -> Iterator[Told]:
    """The worker's side: the same function as in a process, whose telling is the task's stream."""
    import ray

    yield Began(process=os.getpid(), node=ray.get_runtime_context().get_node_id())
    with tempfile.TemporaryDirectory(prefix="earmark-") as folder:
        if sound is not None:
            path = Path(folder) / "episode.audio"
            path.write_bytes(sound)
            job = job.with_sound_at(path)
        said: queue.Queue[Told] = queue.Queue()
        Thread(target=lambda: said.put(outcome(job, lambda: _opened(make_kit), said.put)), daemon=True).start()
        while not isinstance(told := said.get(), Done | Failed):
            yield told
        yield told


_KITS: dict[str, Kit] = {}


def _opened(make_kit: MakeKit) -> Kit:
    """One for the process, which serves many tasks."""
    if "kit" not in _KITS:
        _KITS["kit"] = make_kit(1)
    return _KITS["kit"]
