"""What a reader comes to do, each as the presses that do it, beginning on Today; typing is no press, Enter is one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.walk.browser import Visit

_CLICKABLE = "const r = arguments[0].getBoundingClientRect(); return r.width > 0 && r.height > 0;"


@dataclass
class Hand:
    """Presses, and counts them."""

    visit: Visit
    words: str = ""  # what is looked for
    presses: int = field(default=0)

    def press(self, xpath: str) -> None:
        self.visit.until(lambda: self._pressed(xpath))
        self.presses += 1
        self.visit.settle()

    def _pressed(self, xpath: str) -> bool:
        """False while it is not there, or is drawn anew at this moment."""
        from selenium.common.exceptions import ElementNotInteractableException, StaleElementReferenceException

        try:
            shown = [one for one in self.visit.driver.find_elements("xpath", xpath) if self._shown(one)]
            if shown:
                self.visit.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", shown[0])
                shown[0].click()
            return bool(shown)
        except (ElementNotInteractableException, StaleElementReferenceException):
            return False

    def type(self, xpath: str, words: str, *, enter: bool = False) -> None:
        self.visit.until(lambda: self.visit.driver.find_elements("xpath", xpath))
        box = self.visit.driver.find_element("xpath", xpath)
        box.send_keys(words + ("\ue007" if enter else ""))  # Selenium's Enter
        self.presses += enter

    def sees(self, xpath: str) -> None:
        self.visit.until(lambda: self.visit.sees(xpath))

    def _shown(self, element: Any) -> bool:
        return bool(self.visit.driver.execute_script(_CLICKABLE, element))


def _to(name: str) -> str:
    return f"//*[contains(@class, 'st-key-nav')]//a[contains(., '{name}')]"


def box(key: str) -> str:
    return f"//*[contains(@class, 'st-key-{key}')]//input"


def find_and_play(hand: Hand) -> None:
    hand.press(_to("Search"))
    hand.type(box("q"), hand.words, enter=True)
    hand.press("(//button[contains(@class, 'earmark-play')])[1]")
    hand.sees("//section[@aria-label='Player']")


def follow(hand: Hand) -> None:
    hand.press(_to("Threads"))
    hand.press("(//button[contains(., 'Follow') and not(contains(., 'Following'))])[1]")
    hand.sees("//button[contains(., 'Following')]")


def mute(hand: Hand) -> None:
    hand.press(_to("Shows"))
    hand.press("(//a[contains(@href, 'show?id=')])[1]")
    hand.press("//button[contains(., 'Stop telling me of this show')]")
    hand.sees("//*[contains(text(), 'Nothing of it comes in your five')]")


def mend(hand: Hand) -> None:
    """Up to the box that takes the new address."""
    hand.press(_to("Shows"))
    hand.press("(//a[contains(@href, 'show?id=')])[1]")
    hand.press("//summary[contains(., 'Address and password')]")
    hand.sees("//button[contains(., 'Follow it there')]")


def change_hour(hand: Hand) -> None:
    hand.press(_to("Settings"))
    hand.press(box("hour-choice"))
    hand.press("//*[@role='option'][contains(., '05:00')]")
    hand.sees("//*[contains(text(), 'The five come at 05')]")


def last_tuesday(hand: Hand) -> None:
    """Where there are days before today's."""
    hand.press("//*[contains(@class, 'st-key-days')]//button")
    hand.press("//*[contains(@class, 'st-key-day-choice')]//button")
    hand.press("(//*[@role='button'][contains(@aria-label, 'Tuesday') and not(@aria-disabled='true')])[last()]")
    hand.visit.until(lambda: "day=" in hand.visit.driver.current_url)


def export(hand: Hand) -> None:
    hand.press(_to("Settings"))
    hand.press("//button[contains(., 'Yours as notes')]")


def feedback(hand: Hand) -> None:
    hand.press("(//button[contains(., 'More')])[1]")
    hand.press("(//button[contains(., 'Useful')])[1]")
    hand.sees("//*[contains(text(), 'More like this will come')]")


TASKS: Mapping[str, Callable[[Hand], None]] = {
    "find and play": find_and_play,
    "follow": follow,
    "mute a show": mute,
    "mend a feed": mend,
    "change the hour": change_hour,
    "last Tuesday": last_tuesday,
    "export": export,
    "feedback": feedback,
}


def walk(visit: Visit, words: str) -> dict[str, int]:
    """Task → presses; -1 where it could not be done."""
    counts = {}
    for name, task in TASKS.items():
        visit.go("/")
        hand = Hand(visit, words)
        try:
            task(hand)
        except Exception as error:  # noqa: BLE001 - one that fails is told, and the others go on
            print(f"{name}: {type(error).__name__} {str(error).splitlines()[0]}")
            counts[name] = -1
            continue
        counts[name] = hand.presses
    return counts
