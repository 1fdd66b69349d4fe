"""A claim of a thread as a card: who makes it, what is claimed, who agrees or contradicts, and a reader's yes or no."""

import streamlit as st

from digest.threads.reading import Telling
from digest.threads.voices import voices
from digest.threads.words import sureness_words
from index.threads.story import SubClaim
from pages.shared import cards, times
from pages.shared.frame import quiet
from pages.shared.people import names
from pages.shared.player.clip import play_button
from pages.shared.relations import relation_line
from pages.shared.safe import plain
from pages.shared.threads.ruling import rule
from pages.shared.today import card
from pages.shared.today.card import Surroundings
from store.records.insights import CitedInsight


def draw(told: Telling, claim: SubClaim, around: Surroundings) -> None:
    member = claim.leader
    insight = member.insight
    with st.container(border=True, key=f"card-{insight.id}"):
        often = f":primary-badge[Said {len(claim.members)} times]" if claim.also else ""
        card.draw_who(member, around, place=f"{_badges(told, insight.id)}{often}".strip())
        cards.headline(insight.id, insight.headline, level=3)
        cards.matter(member)
        for line in _stands(told, claim):
            quiet(line)
        with st.container(horizontal=True, vertical_alignment="center", key=f"act-{insight.id}"):
            clip = around.clip(member)
            if clip:
                play_button(clip, f"play-{insight.id}")
            _draw_ruling(told, member)
        if claim.also:
            words = "Who else says it" if len(claim.also) == 1 else f"The {len(claim.also)} others who say it"
            with st.expander(words, icon=":material/group:", type="compact"):
                for other in claim.also:
                    _draw_also(told, other)


def _stands(told: Telling, claim: SubClaim) -> list[str]:
    """Who said it first, who agrees and who contradicts, and what it develops; nothing of one who stands alone."""
    found = voices(told, claim)
    lines = [f":material/balance: Contradicts {_told(other)}" for other in found.denies]
    lines += [f":material/balance: Contradicted by {_told(other)}" for other in found.denied_by]
    if found.agree:
        names = dict.fromkeys(_name(other) for other in found.agree if _name(other) != _name(found.first))
        agree = f" · agree: {', '.join(names)}" if names else ""
        lines.append(f":material/history: First said by {_told(found.first, linked=False)}{agree}")
    within = {each.insight.id for each in (*claim.members, *found.denies)}
    relations = told.memory.relations.get(claim.leader.insight.id, ())
    ties = relation_line([one for one in relations if one.earlier.insight.id not in within], (), most=1)
    return [*lines, f":material/history: {ties}"] if ties else lines


def _name(member: CitedInsight) -> str:
    return names.linked(member.insight.speaker, member.show_id) or plain(member.show)


def _told(member: CitedInsight, *, linked: bool = True) -> str:
    where = f"{plain(member.show)}, {times.day_words(member.published)}"
    if not linked:
        return f"{_name(member)} ({where})"
    return f"[“{plain(member.insight.headline)}”]({cards.address_of(member.insight.id)}) ({_name(member)}, {where})"


def _draw_also(told: Telling, member: CitedInsight) -> None:
    name = names.linked(member.insight.speaker, member.show_id)
    who = f"by {name} " if name else ""
    where = f"on {plain(member.show)}, {times.day_words(member.published)}"
    address = cards.address_of(member.insight.id)
    quiet(f"{_badges(told, member.insight.id)}Also said {who}{where}: [{plain(member.insight.headline)}]({address})")
    with st.container(horizontal=True):
        _draw_ruling(told, member)


def _badges(told: Telling, insight_id: str) -> str:
    new = ":green-badge[New] " if insight_id in told.story.new else ""
    sure = sureness_words(told.sureness.get(insight_id))
    if told.rulings.get(insight_id) == "pinned":
        return f"{new}:gray-badge[:material/check: belongs] "
    return f"{new}:orange-badge[unsure] " if sure == "unsure" else f"{new}:gray-badge[{sure}] " if sure else new


def _draw_ruling(told: Telling, member: CitedInsight) -> None:
    insight_id, thread = member.insight.id, told.thread
    asked = thread.followed or thread.query is not None
    if asked and told.rulings.get(insight_id) != "pinned" and st.button(
        "Belongs",
        key=f"pin-{insight_id}",
        icon=":material/playlist_add_check:",
        type="tertiary",
        help="It stays; a topic that you named learns from it",
    ):  # fmt: skip
        rule(thread, insight_id, belongs=True)
    if st.button(
        "Not this",
        key=f"exclude-{insight_id}",
        icon=":material/playlist_remove:",
        type="tertiary",
        help="It leaves for good; a topic that you named learns from it",
    ):
        rule(thread, insight_id, belongs=False)
