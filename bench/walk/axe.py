"""axe-core in a browser: what is wrong, for whoever cannot see or point, on the page as it stands."""

from importlib.resources import files
from typing import Any

# WCAG 2.0 and 2.1, A and AA, and what axe calls best practice.
_RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations']})
  .then(found => done(found.violations.map(
    one => one.id + ': ' + one.nodes.map(node => node.target.join(' ') + ' ' + node.html.slice(0, 160)).join(' | '))))
  .catch(error => done(['axe: ' + error]));
"""


def faults(driver: Any) -> list[str]:
    """Each rule that is broken, with the places."""
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    driver.execute_script(script)
    return list(driver.execute_async_script(_RUN))
