"""Debian's PostgreSQL on loopback for tests, with a cluster of its own that goes when it ends."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.worlds.mailbox import free_port


def _programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1].parent


def _as_nobody_special():
    """PostgreSQL refuses to be started by root."""
    if os.geteuid() != 0:
        return []
    if shutil.which("runuser") is None:
        pytest.skip("root cannot start PostgreSQL, and runuser is not installed")
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def cluster():
    """Gives EARMARK_DATABASE_URL of an empty database."""
    programs, before = _programs(), _as_nobody_special()
    folder = Path(tempfile.mkdtemp(prefix="earmark-postgres-"))
    folder.chmod(0o777)
    place, port = str(folder / "cluster"), free_port()

    def run(program, *arguments):
        command = [*before, str(programs / program), "-D", place, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    run("initdb", "--username=earmark", "--auth=trust", "--encoding=UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "-o", options, "-w", "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql://earmark@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
