"""A page server of Earmark's over a data folder, and a headless Chromium that visits it, for the benches of faces."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0  # by judgement, not measured: what takes longer is broken
_REST_SECONDS = 0.4  # by judgement, not measured: Streamlit's own fading takes 0.2
_QUIET = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()
# Streamlit says on its outermost element whether a script runs, and grays what a run has not yet drawn anew.
_IDLE = """
const app = document.querySelector('[data-testid="stApp"]');
return !!app && app.getAttribute('data-test-script-state') === 'notRunning' && !!document.querySelector('h1');
"""


@dataclass
class Visit:
    """An open browser on a server's pages; `driver` is Selenium's."""

    driver: Any
    home: str

    def go(self, address: str) -> float:
        """Seconds until the page at that address stands and nothing runs."""
        began = time.perf_counter()
        self.driver.get(self.home + address)
        self.settle()
        return time.perf_counter() - began

    def settle(self) -> None:
        self.until(lambda: self.driver.execute_script(_IDLE))

    def until(self, true: Callable[[], object]) -> None:
        before = time.perf_counter()
        while not true():
            if time.perf_counter() - before > PATIENCE_SECONDS:
                raise TimeoutError(f"nothing came at {self.driver.current_url}")
            time.sleep(0.01)

    def sees(self, xpath: str) -> bool:
        return any(found.is_displayed() for found in self.driver.find_elements("xpath", xpath))

    def resize(self, width: int, height: int) -> None:
        facts = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", facts)

    def height(self) -> int:
        """Of all that the page holds, in pixels."""
        return int(self.driver.execute_script("return document.querySelector('[data-testid=stMain]').scrollHeight"))

    def rest(self) -> None:
        """Until what fades and slides has come to rest."""
        time.sleep(_REST_SECONDS)

    def theme(self, name: str) -> None:
        """As the reader's system prefers it: "light" or "dark"."""
        facts = {"features": [{"name": "prefers-color-scheme", "value": name}]}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", facts)

    def asked_elsewhere(self) -> list[str]:
        """The addresses on other machines that were asked since this was last looked at."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]
        ours = (self.home, self.home.replace("http", "ws", 1), "data:", "blob:", "chrome")
        return [url for url in asked if not url.startswith(ours)]

    def errors(self) -> list[str]:
        return [line["message"] for line in self.driver.get_log("browser") if line["level"] == "SEVERE"]


@contextmanager
def serving(data_dir: Path) -> Iterator[tuple[str, int]]:
    """The address of a server that nobody has asked anything yet, and the number of its process. It stands in the data
    folder, so that no .env is read."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    quiet = subprocess.DEVNULL
    known = {**os.environ, "EARMARK_DATA_DIR": str(data_dir.resolve()), "HF_HUB_OFFLINE": "1"}
    server = subprocess.Popen(command, cwd=data_dir, env=known, stdout=quiet, stderr=quiet)  # noqa: S603 - our own program
    home = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{home}/_stcore/health")
        yield home, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str) -> None:
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE_SECONDS:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing answered at {address}")


@contextmanager
def visiting(home: str, profile: Path) -> Iterator[Visit]:
    """`profile`: a folder for the browser; an empty one has nothing in its cache."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for argument in (*_QUIET, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(shutil.which("chromedriver"))))
    try:
        yield Visit(driver=driver, home=home)
    finally:
        driver.quit()


def memory_mb(pid: int) -> float:
    """What the process holds in memory, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
