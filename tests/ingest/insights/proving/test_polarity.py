from config import open_packaged_embedder
from ingest.insights.proving.polarity import features, is_doubtful

SAID = (
    "We put the batteries next to the wind farm, and the storage pays for itself in four years, which nobody believed "
    "at first. The bank told us that it would never work."
)
BODY = (
    "Engineer Ada Byron says that batteries beside her wind farm earned their price back in four years. The bank had "
    "expected no return at all."
)
TRUE, FALSE = "Storage beside a wind farm pays for itself", "Storage beside a wind farm does not pay for itself"


def test_a_headline_that_denies_what_its_body_affirms_is_doubted() -> None:
    assert is_doubtful(FALSE, TRUE, SAID, BODY, open_packaged_embedder())


def test_a_headline_that_affirms_it_is_not() -> None:
    assert not is_doubtful(TRUE, FALSE, SAID, BODY, open_packaged_embedder())


def test_what_speaks_for_a_sentence_speaks_as_much_against_its_opposite() -> None:
    embedder = open_packaged_embedder()
    own = features(TRUE, FALSE, SAID, BODY, embedder)
    other = features(FALSE, TRUE, SAID, BODY, embedder)
    assert [round(a + b, 6) for a, b in zip(own, other, strict=True)] == [0.0] * len(own)
