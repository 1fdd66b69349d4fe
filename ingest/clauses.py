"""Whether words make a statement: a subject, then a verb that says something of it. Pure; for English.

By lists of common verbs and by places in the sentence, not by grammar: it rather misses a statement than takes a
fragment for one.
"""

import re
from collections.abc import Iterator, Sequence

AUXILIARIES = frozenset(
    "is are was were be been has have had do does did can could will would should must may might cannot isn't aren't "
    "wasn't weren't hasn't haven't doesn't don't didn't can't couldn't won't wouldn't shouldn't it's that's there's "
    "they're you're we're he's she's what's who's i'm you'll they'll we'll it'll you've they've we've ain't".split()
)
_VERBS = (
    "make need want get take give come go become mean work build use drive cost help keep lead let think know see "
    "say tell "
    "run sell buy pay earn win lose fail grow shrink rise fall change move turn start stop begin end create "
    "destroy raise "
    "lower cut save spend waste measure matter count depend require rely allow enable force prevent hurt kill "
    "break fix "
    "solve learn teach train test ship release launch open close own hold bring put set show prove find look feel seem "
    "appear stay remain live die eat sleep read write speak hear listen talk ask answer explain describe believe trust "
    "doubt fear love hate hire fire quit join leave choose pick decide plan expect hope try attempt offer provide "
    "deliver produce generate add remove reduce increase improve beat compete scale cause affect shape define "
    "determine "
    "replace shift push pull carry send receive attack protect defend dominate control limit support serve treat cure "
    "deserve demand supply outperform exceed reach hit miss cover contain include consist belong share trade "
    "invest fund "
    "borrow lend owe charge price value reward punish copy steal adopt adapt accept refuse reject ignore avoid "
    "remember "
    "forget understand recognise recognize realise realize discover invent design develop operate manage handle "
    "solve store "
    "power burn heat cool connect compare differ vary overestimate underestimate tend happen exist emerge "
    "disappear follow "
    "attract retain convert click scroll search download upload install deploy host update upgrade migrate collect "
    "gather "
    "gain struggle suffer prefer succeed thrive survive evolve translate consume disrupt benefit involve resist "
    "reflect represent assume outgrow "
    "analyse analyze predict forecast optimise optimize automate simplify complicate argue claim suggest imply reveal "
    "hide travel arrive wait watch play sit stand act behave respond react adjust balance combine separate split merge"
).split()
_IRREGULAR = (
    "made got took gave came went became meant built drove kept led knew saw said told ran sold bought paid won lost "
    "grew shrank rose fell began spent hurt broke learnt taught held brought put set shown found felt lived ate "
    "slept wrote "
    "spoke heard left chose hit stole forgot understood sat stood lies lay sits beats"
).split()


def _forms(verb: str) -> Iterator[str]:
    yield verb
    yield f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"
    yield f"{verb}d" if verb.endswith("e") else f"{verb}ed"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")


_FINITE = AUXILIARIES | frozenset(form for verb in _VERBS for form in _forms(verb)) | frozenset(_IRREGULAR)
_BASE_FORMS = frozenset(_VERBS)
_SINGULAR = frozenset("a an each every".split())
_COUNTS_AS_MANY = frozenset("lot couple few number handful bunch majority".split())
_ARTICLES = _SINGULAR | {"the"}
_PLURALS = frozenset("people children men women majority rest best rich poor data media others".split())
_PAST_TOO = frozenset("put cut set let cost beat hit hurt read quit split".split())
_OFTEN_PARTICIPLES = frozenset("involved based called used made".split())
_COUNTED = frozenset("two three four five six seven eight nine ten many few several".split())
_OPENS_CLAUSE = frozenset("who that which where whose when if while because what how why whether unless until".split())
_AS_CLAUSE = re.compile(r"\bas (?:people|companies|teams|you|we|they|i|it)\b", re.IGNORECASE)
_RELATIVE = frozenset("who that which where whose when if while".split())
_BEFORE_INFINITIVE_OR_NOUN = frozenset("to the a an of my your given our their its his having being".split())
_BEFORE_NOUN = frozenset("for with from by in on at into about no any every".split())
_TAKES_OF = frozenset("think thinks thought know knows knew consist consists consisted hear heard speak speaks".split())
_SUBJECT_PRONOUNS = frozenset("i we you he she it they this that these those there".split())
_INTRODUCTION = re.compile(
    r"^(?:(?:in|at|on|by|for|with|from|after|before|during|over|under|across|within|without|along|despite|beyond|"
    r"unlike|as|instead of|because of|thanks to|according to|compared (?:to|with)|rather than)\b[^,]*|\w+ly|"
    r"sometimes|often|today|still|again|then|yet|eventually|nowadays|overall|of course|at least),\s+",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"^(?:in|at|on|by|for|with|from|after|before|during|over|under|across|within|without|along|despite|beyond|"
    r"unlike|between|among|rather than|instead of)\b",
    re.IGNORECASE,
)
# What a subject may begin with that follows an introduction without a comma: "In practice most teams fail".
_SUBJECT_START = frozenset("the a an most many all every some few no people there companies nobody everyone".split())


def has_verb(words: Sequence[str]) -> bool:
    """Whether `words` hold a verb that says something of their subject."""
    bare = _bare(words)
    verbs = _verbs(words, bare)
    relative = next((at for at, word in enumerate(bare) if word in _RELATIVE), len(bare))
    # The first verb of "people who are less technical" belongs to "who": the sentence still needs its own.
    return len(verbs) > (1 if verbs and relative < verbs[0] else 0)


def is_statement(text: str) -> bool:
    """Whether `text` has a main clause with a subject of its own in front of its verb."""
    introduction = _INTRODUCTION.match(text)
    main = text[introduction.end() :] if introduction else text
    words = main.split()
    bare = _bare(words)
    verbs = _verbs(words, bare)
    if bare[0] in _SINGULAR and bare[1] not in _COUNTS_AS_MANY and verbs and bare[verbs[0]] in _BASE_FORMS:
        verbs = verbs[1:]  # "A low core count": what agrees with no singular subject is a noun
    if bare[0] in _COUNTED and verbs and bare[verbs[0]].endswith("s") and bare[verbs[0]] not in AUXILIARIES:
        verbs = verbs[1:]  # "Five core values"
    if len(verbs) <= sum(word in _OPENS_CLAUSE for word in bare) + len(_AS_CLAUSE.findall(main)):
        return False
    if introduction and bare[0] in _SUBJECT_PRONOUNS - {"there", "you"}:
        return False
    if _PREPOSITION.match(main) and not _SUBJECT_START & set(bare[2 : verbs[0]]):
        return False
    return _holds_together(main)


def _holds_together(main: str) -> bool:
    """No "A friend of mine, we built": what stands before the first comma is a clause, or the subject of what follows.

    Where two clauses are joined, the first is one.
    """
    chunks = [chunk.split() for chunk in main.split(", ")]
    joined = re.split(r"[,;]? (?:and|but|so) (?=\w+ (?:is|are|was|were|has|have|can|will)\b)|; ", main)
    if len(joined) > 1 and "," in main and not has_verb(joined[0].split()):
        return False
    if len(chunks) == 1 or has_verb(chunks[0]) or not chunks[1]:
        return True
    following = _bare(chunks[1])[0]
    if re.sub(r"'\w+$", "", following) in _SUBJECT_PRONOUNS:
        return False
    if len(chunks) > 2 and not has_verb(chunks[1]) and not {"and", "or"} & {*chunks[1], *chunks[2]}:
        return False
    open_end = len(chunks) == 2 and (following in _FINITE or following in {"if", "when", "because", "whether"})
    return following not in {"like", "now"} and not open_end


def _bare(words: Sequence[str]) -> list[str]:
    return [re.sub(r"[^\w']", "", word.lower().replace("’", "'")) for word in words]


def _verbs(words: Sequence[str], bare: Sequence[str]) -> list[int]:
    """Where the verbs are; "have built", "can be" and "do not know" are one each."""
    found: list[int] = []
    last = -9
    for at, word in enumerate(bare):
        if word not in _FINITE or word in {"who's", "what's"} or not _is_verb_place(words, bare, at):
            continue
        between = bare[last + 1 : at] if last >= 0 else ["-"]
        grouped = last >= 0 and bare[last] in AUXILIARIES and all(w == "not" or w.endswith("ly") for w in between)
        last = at
        if not grouped:
            found.append(at)
    return found


def _is_verb_place(words: Sequence[str], bare: Sequence[str], at: int) -> bool:
    """Not first, not in a name, not where a noun or an infinitive stands, no attribute ("tested, trusted software")."""
    if at == 0 or bare[at - 1] in _BEFORE_INFINITIVE_OR_NOUN:
        return False
    if words[at][0].isupper() and not bare[at].startswith("i'"):
        return False
    return bare[at] in AUXILIARIES or not _is_noun_or_attribute(words, bare, at)


def _disagrees(bare: Sequence[str], at: int) -> bool:
    """ "The engineering work", "a small gain": no verb, for a singular subject would need another form."""
    before = bare[at - 1]
    if at < 2 or bare[at - 2] not in _ARTICLES or bare[at] in _PAST_TOO:
        return False
    return not before.endswith("s") and before not in _PLURALS


def _is_noun_or_attribute(words: Sequence[str], bare: Sequence[str], at: int) -> bool:
    before, after = bare[at - 1], bare[at + 1] if at + 1 < len(bare) else ""
    if before in _BEFORE_NOUN or (after == "of" and bare[at] not in _TAKES_OF):
        return True
    if before.endswith("ly") and at > 1 and bare[at - 2] == "to":
        return True
    if bare[at] in _BASE_FORMS and (before.endswith("ing") or _disagrees(bare, at)):
        return True
    if bare[at] in _OFTEN_PARTICIPLES and after in {"in", "on", "to", "for", "as", "by"}:
        return True
    if before.endswith("'s") and before not in AUXILIARIES:
        return True
    return bare[at].endswith("ed") and (words[at].endswith(",") or words[at - 1].endswith(","))
