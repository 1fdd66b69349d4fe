"""What own-words extraction reads with: grammar for what a sentence says, vectors for what it is about."""

from dataclasses import dataclass

from index.embedder import Embedder
from language.grammar import Grammar


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Both are loaded once and serve every episode of a run."""

    grammar: Grammar
    embedder: Embedder
