"""Shows how a run goes: bars with rate and time left on a terminal, one plain line an episode elsewhere."""

from time import monotonic

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from commands.frame import plural
from store.records.episodes import Episode


class Bars:
    """An ingest.steps.Watcher for the terminal; use it as a context. `to` says what is done to the episodes."""

    def __init__(self, console: Console, *, to: str = "take") -> None:
        self._console = console
        self._to = to
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._all = self._progress.add_task("Episodes", total=None, rate="", visible=False)
        self._one = self._progress.add_task("", total=None, rate="", visible=False)
        self._began = monotonic()

    def __enter__(self) -> "Bars":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, count: int) -> None:
        self._progress.update(self._all, total=count, visible=count > 0)
        if count:
            self._console.print(f"{plural(count, 'episode')} to {self._to}")

    def step(self, episode: Episode, name: str) -> None:
        self._began = monotonic()
        title = escape(f"{episode.show}: {episode.feed.title}"[:48])
        self._progress.reset(self._one, description=f"{title} · {name}", total=None, rate="", visible=True)

    def advance(self, done: float, total: float | None, unit: str) -> None:
        rate = done / max(monotonic() - self._began, 0.001)
        spoken = f"{rate:.0f}x real time" if unit == "seconds" else f"{decimal(int(rate))}/s"
        self._progress.update(self._one, completed=int(done), total=total and int(total), rate=spoken)

    def finish(self, episode: Episode, error: Exception | None) -> None:
        self._progress.advance(self._all)
        self._progress.update(self._one, visible=False)
        mark = "[green]✓[/]" if error is None else "[red]✗[/]"
        told = "" if error is None else f" — {escape(str(error))}"
        self._console.print(f"{mark} {escape(episode.show)}: {escape(episode.feed.title)}{told}")
