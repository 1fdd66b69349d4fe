"""The language of a talk is told by its text."""

import pytest

from language.detection import is_english, language_of
from store.records.transcripts import Segment, Transcript


def said(*texts: str) -> Transcript:
    return Transcript(segments=tuple(Segment(start=0.0, end=9.0, text=text) for text in texts), source="published:vtt")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nobody wanted another gadget, they wanted the old one to last longer than a winter."),
        ("de", "Wenn man eine Werkstatt aufmacht, merkt man schnell, dass niemand mehr reparieren kann."),
        ("fr", "La première année nous avons perdu de l'argent presque tous les mois, et personne ne venait."),
        ("es", "Cuando abres una emisora pequeña descubres enseguida que la música importa muy poco."),
        ("it", "Quando apri un rifugio in montagna capisci subito che cucinare è la parte facile."),
        ("pt", "Quando você abre uma oficina de costura, descobre depressa que o tecido importa pouco."),
        ("nl", "Als je een werkplaats begint, merk je al gauw dat repareren maar de helft van het werk is."),
        ("sv", "När man öppnar ett litet bryggeri märker man snabbt att smaken bara är en del av arbetet."),
        ("pl", "Kiedy otwierasz warsztat stolarski, szybko odkrywasz, że drewno to tylko część pracy."),
        (None, "小さな店を開くと、味は仕事のほんの一部だとすぐに分かります。"),
        (None, "Mm. Zzz brr mmm. 1 2 3."),
        (None, ""),
    ],
)
def test_a_sentence_is_enough(language, text):
    assert language_of(said(text)) == language


def test_of_two_languages_the_one_that_more_is_said_in_counts():
    english = "She keeps the ledger herself, because a machine would only count what is easy to count. " * 30
    german = "Sie führt das Buch selbst, denn eine Maschine zählt nur, was sich leicht zählen lässt. " * 80

    assert not is_english(said(english, german))
    assert is_english(said(english * 3, german))
