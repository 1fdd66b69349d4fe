"""Which capitalised words may open a sentence without being names. Pure."""

from collections.abc import Container

_ENDINGS = tuple(
    "ing tion sion ment ness ity ly ism ist ance ence able ible ous ive ful less ical ed ship ers ies ings tions "
    "ments ities age ages ate ates ize izes ise ises ory ary ion ions ure ures".split()
)
_COMMON = frozenset(
    """a about above across after again against all almost alone along already also although always among an and another
    any anyone anything are around as ask asking at away back bad be because become becomes been before behind being
    below best better between beyond big bigger biggest both bring build builders but buy buyers by call can capital
    case cash change changes cheap cheaper city clear close cloud code companies company copper cost costs could
    countries country create creates customer customers cut cuts data day days deal deals debt demand despite did
    different do does down drive drop drug drugs due during each early easy either else end engineer engineers
    enough even every everyone everything far fast faster feedback few fewer file files first firms five food for
    four free from full future get gets give gives go goes good great growth had half hard has have he health heat
    help her here high higher him his hold home hospital hospitals hour hours house how however human humans if in
    instead into is it its job jobs just keep keeps key kids kind know large last late law lead leaders learn least
    less let life like limited line little local long look lose low lower made make makes man many market markets
    may maybe me mean means men might mind mobile model models money more most much must my near need needs never new
    news next nine no nobody none nor not nothing now of off offer offers oil old older on once one only open or order
    other others our out over own own owners part past pay people per perhaps phone phones plan plans plants
    plus poor power price prices private problem proof public put quick quite rather real reason red rent rest rich
    right risk risks robot robots run same save school schools sea search second see seven several she should show
    side simple since site six skill skills slow small so social software some someone something soon staff start
    startups still stock such supply sure system systems take talent talk tax teach team teams tech tell ten term
    terms test text than that the their them then there these they thing things think this those though thought
    three through thus time times to today together too tool tools top trade true trust try turn two under unless
    until up us use used useful users value very voice wait war was water way ways we week weeks well were what
    when where whether which while who whole whom whose why will win with within without woman women word words work
    workers works world worst worth would write wrong year years yes yet you young your scarcity chips chip hardware
    models' banks bank batteries battery grid grids heat-pumps solar wind weight obesity""".split()
)


def is_ordinary(word: str, known: Container[str]) -> bool:
    """Whether `word` is an everyday one: listed, said in the talk (`known`, folded), or shaped like no name."""
    folded = word.casefold().replace("’", "'")
    stem = folded.removesuffix("'s").removesuffix("s")
    if folded in _COMMON or folded in known or stem in _COMMON:
        return True
    return len(folded) > 6 and folded.endswith(_ENDINGS)
