"""Which country or continent a word names: "China" and "Chinese" are one, "Britain" and "UK" are. Pure."""

from typing import Final

from language.lists import listed

_LINES = [line.split() for line in listed("countries")]
# Small letters → the country. Who bears an adjective are told by an "s": "Germans".
COUNTRY_OF: Final[dict[str, str]] = {
    form: country for country, *others in _LINES for form in (country, *others, *(f"{each}s" for each in others))
}
COUNTRIES: Final = frozenset(COUNTRY_OF.values())
# Names of several words, as they are written.
LONG_NAMES: Final[dict[str, str]] = {
    form.replace("-", " ").title().replace(" Of ", " of "): country
    for country, *others in _LINES
    for form in others
    if "-" in form
}
