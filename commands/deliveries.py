"""What became of the five on each channel, printed; those that count as failures become the command's error."""

from collections.abc import Collection, Sequence

from commands.frame import out
from digest.delivery.deliver import Delivery, Outcome
from store.errors import EarmarkError


class Unsent(EarmarkError):
    """What did not go out on one channel or more, in sentences."""


def tell_deliveries(deliveries: Sequence[Delivery], failures: Collection[Outcome]) -> None:
    """Prints all that went as it should before it raises what did not."""
    for delivery in deliveries:
        if delivery.outcome not in failures:
            out.print(delivery.sentence, markup=False)
    failed = [delivery.sentence for delivery in deliveries if delivery.outcome in failures]
    if failed:
        raise Unsent(" ".join(failed))
