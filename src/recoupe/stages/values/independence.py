"""Independence: how many origins stand behind something, when no voice is believed twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from recoupe.records.accounts import Account
from recoupe.stages.text.name_forms import folded_name


def voice_of(account: Account) -> str:
    """Return whose an account is: its outlet, folded; of an unknown outlet the article is its own voice."""
    return folded_name(account.outlet or "") or account.document_id


def voices_of(accounts: Collection[Account], texts: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return whose each document is: outlets that tell the same texts and no other are one voice.

    texts: the ids of articles that tell one text. Forty sites that echo a text vouch for no more than one
    does; an outlet that has more to tell is a voice of its own.
    """
    text_of = {document_id: text[0] for text in texts for document_id in text}
    told: dict[str, set[str]] = {}
    for account in accounts:
        told.setdefault(voice_of(account), set()).add(text_of.get(account.document_id, account.document_id))
    first: dict[frozenset[str], str] = {}
    for voice in sorted(told):
        first.setdefault(frozenset(told[voice]), voice)
    return {account.document_id: first[frozenset(told[voice_of(account)])] for account in accounts}


def n_independent(heard: Iterable[tuple[str, str]]) -> int:
    """Return how many origins are independent of each other, by who is heard telling from whom.

    heard: (voice, origin). Whatever it says from how many people, one voice may have it all of its own: it
    vouches for one origin. So the greatest number of origins counts that have a voice each: a voice more,
    with however many articles that name whomever, is one more at most.
    """
    origins_of: dict[str, set[str]] = {}
    for voice, origin in heard:
        origins_of.setdefault(voice, set()).add(origin)
    voice_for: dict[str, str] = {}
    return sum(_finds_own(voice, origins_of, voice_for, set()) for voice in sorted(origins_of))


def _finds_own(
    voice: str, origins_of: dict[str, set[str]], voice_for: dict[str, str], seen: set[str]
) -> bool:
    """Tell whether a voice finds an origin of its own, those found before moving on to others of theirs."""
    for origin in sorted(origins_of[voice] - seen):
        if origin in seen:
            continue
        seen.add(origin)
        if origin not in voice_for or _finds_own(voice_for[origin], origins_of, voice_for, seen):
            voice_for[origin] = voice
            return True
    return False
