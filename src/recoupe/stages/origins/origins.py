"""Origins: the one origin behind each comparable of a story, and which article shares words with which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from recoupe.records import Record
from recoupe.records.accounts import Account, Comparable, Source
from recoupe.records.comparisons import TEXTS, Root, SourceChain
from recoupe.records.findings import DocumentEntity
from recoupe.records.ids import make_id
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason
from recoupe.stages.origins.copies import links_between
from recoupe.stages.origins.shared import (
    SharedWords,
    copies_among,
    one_text,
    shared_words,
    shares,
)
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.text.name_forms import folded_name, name_words, sound_key
from recoupe.stages.values.independence import n_independent, voices_of

RootKind = Literal["agency", "communique", "press conference", "person", "outlet", "social post", "unknown"]

# Above these nobody can say that an article stands alone. Wording: of sentence pairs of press-fr (articles of
# one story, outside shared passages, read by eye) 12 of 12 at 70 or more reword one text, 2 of 6 at 66 to
# 70. Share: by reasoning; a tenth in common is a quotation or two, a third a common text.
_SUBSTANTIAL_SHARE = 0.3
_CLOSE_WORDING = 70.0
_MIN_CLOSE_CHARS = 60
_MAX_CLOSE_SENTENCES = 400

_BARE = "?"
"""Opens the key of a communique of which nobody is named."""

_GROUP_CODES = frozenset({"shared_passage", "shared_passage_agency", "shared_passage_outlet"})

_NAMED_KINDS: dict[str, RootKind] = {
    "agency": "agency",
    "communique": "communique",
    # What an institution says and the communique in which it says it are one origin.
    "institution": "communique",
    "press conference": "press conference",
    "person": "person",
    "outlet": "outlet",
    "social post": "social post",
}


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Account)
    return (record.story_id,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    accounts = [record for record in members if isinstance(record, Account)]
    yield chain_of(unit, accounts)


ORIGINS = Stage("origins", (Account,), (SourceChain,), "6", _units, _run)


@dataclass(frozen=True)
class Named:
    """An origin as it is about to be: what makes it the same one (key), how it is called, why."""

    kind: RootKind
    key: str
    name: str | None
    reason: Reason


@dataclass(frozen=True)
class Ground:
    """What the rules look at: the accounts of a story by document, what they share, how much.

    agencies: folded names of the agencies that any of them credits.
    """

    accounts: Mapping[str, Account]
    groups: Sequence[SharedWords]
    shares: Mapping[str, float]
    agencies: frozenset[str]

    def agency(self, outlet: str | None) -> str | None:
        """Return the key of the agency that an outlet is; None when it is none.

        Its name may have more words in front: whoever credits "Borée" makes "Agence Borée" one.
        """
        key = folded_name(outlet or "")
        return min((one for one in self.agencies if f" {key}".endswith(f" {one}")), key=len, default=None)


def _agencies(accounts: Iterable[Account]) -> frozenset[str]:
    credited = {c.name for account in accounts for c, _ in account.credits if c.kind == "agency"}
    return frozenset(folded_name(name) for name in credited) - {""}


Key = tuple[RootKind, str]
Telling = tuple[Named, tuple[str, ...]]
"""An origin as some documents tell it."""


def chain_of(story_id: str, accounts: Sequence[Account]) -> SourceChain:
    """Return what goes back to what in one story; the order of the accounts is no matter.

    Layer by layer: what is found of the accounts of one layer is found as if there were none above.
    """
    by_document = {account.document_id: account for account in sorted(accounts, key=lambda a: a.document_id)}
    copies = copies_among(accounts)
    origins: list[tuple[str, str, Named]] = []
    settled: list[tuple[SharedWords, Named]] = []
    found: dict[Key, list[Telling]] = {}
    shares_of: dict[str, float] = {}
    floods: list[tuple[str, ...]] = []
    for layer in sorted({account.layer for account in accounts}):
        known = {d: account for d, account in by_document.items() if account.layer <= layer}
        among = [r for r in copies if r.left.document_id in known and r.right.document_id in known]
        ground = Ground(known, shared_words(among), shares(known, among), _agencies(known.values()))
        loud = _loud(known.values(), layer)
        floods += [tuple(sorted(loud))] if loud else []
        said = {(c, d): named for c, d, named in origins}
        groups = [
            (group, _settled(ground, group, settled, said, layer=layer, loud=loud)) for group in ground.groups
        ]
        told = [
            one
            for document_id, account in known.items()
            if account.layer == layer
            for one in _origins(ground, account, groups, found, is_loud=document_id in loud)
        ]
        origins += _with_issuers([*origins, *told])[len(origins) :]
        for group, named in groups:
            found.setdefault((named.kind, named.key), []).append((named, group.document_ids))
        for _, document_id, named in origins[len(origins) - len(told) :]:
            found.setdefault((named.kind, named.key), []).append((named, (document_id,)))
        settled = groups
        shares_of |= {d: part for d, part in ground.shares.items() if known[d].layer == layer}
    behind = [(comparable_id, (named.kind, named.key)) for comparable_id, _, named in origins]
    roots = {key: _root(story_id, tellings, by_document) for key, tellings in found.items()}
    texts = (*one_text(by_document, copies), *sorted(floods))
    n_origins, n_unknown = _counted(by_document, roots.values(), texts)
    return SourceChain(
        make_id("chain", story_id),
        story_id,
        tuple(sorted(roots.values(), key=lambda root: root.id)),
        tuple(sorted((comparable_id, roots[key].id) for comparable_id, key in behind)),
        tuple(links_between(by_document, copies)),
        tuple(sorted(shares_of.items())),
        n_origins,
        n_unknown,
        texts,
    )


def _counted(
    accounts: Mapping[str, Account], roots: Iterable[Root], texts: Sequence[Sequence[str]]
) -> tuple[int, int]:
    """Return how many independent origins the articles are made from, and of how many none is known."""
    made_from = [(d, root.id) for root in roots if root.kind in TEXTS for d in root.document_ids]
    text_of = {d: text[0] for text in texts for d in text}
    voice_of = voices_of(accounts.values(), texts)
    unknown = accounts.keys() - {d for d, _ in made_from}
    return (
        n_independent((voice_of[d], root_id) for d, root_id in made_from),
        n_independent((voice_of[d], text_of.get(d, d)) for d in unknown),
    )


_MANY = 3
"""Articles that a source which floods the store may have in a story and still be read like any other."""


def _loud(accounts: Iterable[Account], layer: int) -> frozenset[str]:
    own = [account.document_id for account in accounts if account.layer == layer > 0]
    return frozenset(own if len(own) > _MANY else ())


def _settled(
    ground: Ground,
    group: SharedWords,
    settled: Sequence[tuple[SharedWords, Named]],
    said: Mapping[tuple[str, str], Named],
    *,
    layer: int,
    loud: frozenset[str],
) -> Named:
    """Return the origin of words that articles share, as it was found without the articles of the layer.

    settled, said: what words shared, and what comparables by id and document, go back to there. Words that
    only one article had there go back to what it says in them, if anything, else to whoever copies them; so
    do those of a source alone that has many articles in the story (loud).
    """
    if not layer:
        return _of_group(ground, group)
    for known, named in settled:
        if any(known.holds(place) for place in group.anchors):
            return named
    own = [ground.accounts[d] for d in group.document_ids]
    for account in own:
        for comparable in account.comparables:
            if (comparable.id, account.document_id) in said and group.holds(comparable.anchor):
                return said[comparable.id, account.document_id]
    mine = [account for account in own if account.layer == layer]
    if mine and (len(mine) < len(own) or any(account.document_id in loud for account in mine)):
        return _own(ground, mine[0])
    return _of_group(ground, group)


def _origins(
    ground: Ground,
    account: Account,
    groups: Sequence[tuple[SharedWords, Named]],
    found: Mapping[Key, Sequence[Telling]],
    *,
    is_loud: bool,
) -> Iterable[tuple[str, str, Named]]:
    """Yield the origin of each comparable of an account.

    found: the origins of the layers below. One source is at most one origin more, whomever it names: when
    it has many articles in a story, what is new in them is its own.
    """
    close = {} if is_loud else _close_sentences(ground, account)
    for comparable in account.comparables:
        named = origin_of(ground, account, comparable, groups, close=close)
        if is_loud and (named.kind, named.key) not in found:
            named = _own(ground, account)
        yield comparable.id, account.document_id, named


def _with_issuers(origins: Sequence[tuple[str, str, Named]]) -> list[tuple[str, str, Named]]:
    """Return the origins with each communique under its issuer's shortest name.

    "Service de presse du ministère" and "le ministère" are one. A bare "communiqué" is the one of the
    only issuer of the story; when there are several, or none, nobody knows whose it is.
    """
    keys = {named.key for _, _, named in origins if named.kind == "communique"}
    issuers = sorted(key for key in keys if not key.startswith(_BARE))
    roots = {key: min((k for k in issuers if f" {key}".endswith(f" {k}")), key=len) for key in issuers}
    only = {*roots.values()}
    done: list[tuple[str, str, Named]] = []
    for comparable_id, document_id, named in origins:
        if named.kind == "communique" and named.key in roots:
            named = replace(named, key=roots[named.key])
        elif named.kind == "communique" and len(only) == 1:
            named = replace(named, key=next(iter(only)), name=None)
        elif named.kind == "communique":
            reason = Reason("origin_unnamed", (), named.reason.anchors)
            named = Named("unknown", f"unnamed:{document_id}", None, reason)
        done.append((comparable_id, document_id, named))
    return done


def _root(story_id: str, tellings: Sequence[Telling], accounts: Mapping[str, Account]) -> Root:
    """Return one origin from all that goes back to it: its commonest name, the first rule, all evidence.

    Name and rule are those of the lowest layer.
    """
    layers = [min(accounts[d].layer for d in document_ids) for _, document_ids in tellings]
    lowest = [named for (named, _), layer in zip(tellings, layers, strict=True) if layer == min(layers)]
    first = min(
        lowest,
        key=lambda n: (n.reason.code not in _GROUP_CODES, n.reason.code, n.name or "", n.reason.anchors),
    )
    names = Counter(named.name for named in lowest if named.name)
    documents = sorted({d for _, document_ids in tellings for d in document_ids})
    evidence = sorted({place for named, _ in tellings for place in named.reason.anchors})
    facts = tuple(
        ("n_articles", str(len(documents))) if name == "n_articles" else (name, value)
        for name, value in first.reason.facts
    )
    # A body that nobody quotes from a communique has simply spoken.
    written = any(named.reason.code != "origin_institution" for named in lowest)
    return Root(
        make_id("root", story_id, first.kind, first.key),
        first.kind if written else "institution",
        min(names, key=lambda name: (-names[name], name), default=None),
        tuple(documents),
        Reason(first.reason.code, facts, tuple(evidence)),
    )


def origin_of(
    ground: Ground,
    account: Account,
    comparable: Comparable,
    groups: Sequence[tuple[SharedWords, Named]],
    *,
    close: Mapping[Anchor, Anchor],
) -> Named:
    """Return the one origin behind a comparable.

    In order: whom the words name, innermost first; the passage they stand in, when others have it too;
    an agency credit; what leaves it open; else the article itself. close: sentences of this account
    that resemble another account's, with the other one. groups: shared words with their origin.
    """
    named = _of_authority(ground, account, comparable)
    if named:
        return named
    for group, origin in groups:
        if group.holds(comparable.anchor):
            return origin
    credited = _of_credit(ground, account, comparable)
    if credited:
        return credited
    return _open(ground, account, comparable, close=close) or _own(ground, account)


def _of_authority(ground: Ground, account: Account, comparable: Comparable) -> Named | None:
    """Return the origin that the words name; None when the article itself speaks.

    A communique comes before the person it quotes: whoever reports the remark has it from there. Else
    the innermost counts: an agency that cites a ministry passes on what the ministry says.
    """
    inwards = [*reversed(comparable.authority)]
    inwards.sort(key=lambda source: source.kind != "communique")
    for source in inwards:
        named = _named(ground, account, kind=source.kind, source=source)
        if named:
            return named
    if comparable.authority:
        places = tuple(source.anchor for source in comparable.authority)
        return Named("unknown", f"unnamed:{account.document_id}", None, Reason("origin_unnamed", (), places))
    return None


def _named(ground: Ground, account: Account, *, kind: str, source: Source) -> Named | None:
    """Return the origin a source is; None when nobody is named by it."""
    root_kind = _NAMED_KINDS.get(kind)
    if root_kind is None:
        return None
    entity = _entity_of(account, source)
    if root_kind == "person" and (entity is None or entity.type != "PER" or not entity.names):
        # "Le ministre", "le porte-parole" may be somebody whom another article names: no origin of its own.
        return None
    name = entity.name if entity else source.name
    key = folded_name(name)
    if not key:
        return None
    if entity and entity.type == "PER":
        # By how the last name sounds, so that transliterations and misspellings agree.
        key = sound_key(name_words(name)[-1])
        # What somebody says to the press or has written in a communique is that person's word, as elsewhere.
        root_kind = "person" if root_kind in ("press conference", "communique") else root_kind
    if entity is None and kind == "communique" and " " not in key:
        key = f"{_BARE}{key}"
    if root_kind in ("communique", "outlet") and key in ground.agencies:
        root_kind = "agency"
    said = "institution" if kind == "institution" and root_kind == "communique" else root_kind
    reason = Reason(f"origin_{said.replace(' ', '_')}", (), (source.anchor,))
    return Named(root_kind, key, name, reason)


def _entity_of(account: Account, source: Source) -> DocumentEntity | None:
    """Return the entity that a source is, or the longest one named in its words; None when there is none."""
    cast = {member.entity.id: member.entity for member in account.cast}
    if source.entity_id in cast:
        return cast[source.entity_id]
    words = f" {folded_name(source.name)} "
    inside = [e for e in cast.values() if e.type != "MISC" and f" {folded_name(e.name)} " in words]
    if not inside and source.kind == "communique":
        # "Le communiqué", "le document": the only one the article speaks of.
        issuers = [cast[i] for i in sorted(_issuers(account)) if i in cast]
        inside = issuers if len(issuers) == 1 else []
    return max(inside, key=lambda e: (len(e.name), e.id), default=None)


def _issuers(account: Account) -> set[str]:
    """Return the ids of the entities whose communiques an account cites."""
    sources = [source for comparable in account.comparables for source in comparable.authority]
    return {source.entity_id for source in sources if source.kind == "communique" and source.entity_id}


def _of_group(ground: Ground, group: SharedWords) -> Named:
    """Return the origin of words that several articles share: the agency one of them credits, or one text."""
    agencies: dict[str, tuple[str, list[Anchor]]] = {}
    for document_id in group.document_ids:
        for credit, place in ground.accounts[document_id].credits:
            if credit.kind == "agency" and (
                credit.covers == "article" or (credit.covers == "sentence" and group.holds(place))
            ):
                agencies.setdefault(folded_name(credit.name), (credit.name, []))[1].append(place)
        outlet = ground.accounts[document_id].outlet
        agency = ground.agency(outlet)
        if outlet and agency:
            agencies.setdefault(agency, (outlet, []))
    facts = (("n_articles", str(len(group.document_ids))),)
    if len(agencies) == 1:
        ((key, (name, places)),) = agencies.items()
        reason = Reason("shared_passage_agency", facts, (*places, *group.anchors))
        return Named("agency", key, name, reason)
    outlets = {ground.accounts[d].outlet for d in group.document_ids}
    only = next(iter(outlets)) if len(outlets) == 1 else None
    if only is not None:
        return Named("outlet", folded_name(only), only, Reason("shared_passage_outlet", facts, group.anchors))
    first = group.anchors[0]
    key = f"passage:{first.document_id}:{first.span.start}"
    return Named("outlet", key, None, Reason("shared_passage", facts, group.anchors))


def _of_credit(ground: Ground, account: Account, comparable: Comparable) -> Named | None:
    """Return the agency or communique that the sentence credits, or the agency of the article's dateline."""
    for credit, place in account.credits:
        if credit.covers == "sentence" and comparable.sentence.span.holds(place.span):
            source = Source(credit.kind, credit.name, place, None)
            named = _named(ground, account, kind=credit.kind, source=source)
            if named:
                return Named(named.kind, named.key, named.name, Reason("origin_credit", (), (place,)))
    return _of_dateline(account)


def _of_dateline(account: Account) -> Named | None:
    """Return the agency that the head of an article credits for all of it."""
    for credit, place in account.credits:
        if credit.kind == "agency" and credit.covers == "article" and _opens(account, place):
            reason = Reason("origin_dateline", (), (place,))
            return Named("agency", folded_name(credit.name), credit.name, reason)
    return None


def _opens(account: Account, place: Anchor) -> bool:
    """Tell whether a credit opens the text and so covers all of it; further down it may cover a part."""
    head = [sentence for sentence, _ in account.sentences[:3]]
    return bool(head) and place.span.start <= head[-1].span.end


def _open(
    ground: Ground, account: Account, comparable: Comparable, *, close: Mapping[Anchor, Anchor]
) -> Named | None:
    """Return an unknown origin when something speaks against the article standing on its own; else None."""
    key = f"open:{account.document_id}"
    other = close.get(comparable.sentence)
    if other is not None:
        return Named("unknown", key, None, Reason("possibly_one_origin", (), (comparable.sentence, other)))
    places = tuple(place for credit, place in account.credits if credit.covers == "article")
    if places:
        return Named("unknown", key, None, Reason("credit_of_unclear_reach", (), places))
    if ground.shares[account.document_id] > _SUBSTANTIAL_SHARE and _shares_with_others(ground, account):
        percent = f"{100 * ground.shares[account.document_id]:.0f}"
        return Named("unknown", key, None, Reason("much_in_common", (("percent", percent),), ()))
    return None


def _shares_with_others(ground: Ground, account: Account) -> bool:
    """Tell whether an article shares a passage with one of another outlet, or of an unknown one."""
    others = {
        d for group in ground.groups if account.document_id in group.document_ids for d in group.document_ids
    }
    return any(
        ground.accounts[d].outlet is None or ground.accounts[d].outlet != account.outlet
        for d in others - {account.document_id}
    )


def _own(ground: Ground, account: Account) -> Named:
    """Return the article itself as the origin: one for an outlet, and one for each article without."""
    if not account.outlet:
        return Named("outlet", f"document:{account.document_id}", None, Reason("own_account"))
    agency = ground.agency(account.outlet)
    kind: RootKind = "agency" if agency else "outlet"
    return Named(kind, agency or folded_name(account.outlet), account.outlet, Reason("own_account"))


def _close_sentences(ground: Ground, account: Account) -> dict[Anchor, Anchor]:
    """Return the sentences of an account that say nearly the same words as one of another outlet's.

    Bounded: an account's first 400 sentences are looked at, of each account.
    """
    close: dict[Anchor, Anchor] = {}
    told_in = {comparable.sentence for comparable in account.comparables}
    own = [(place, text) for place, text in account.sentences[:_MAX_CLOSE_SENTENCES] if place in told_in]
    for document_id in sorted(ground.accounts):
        other = ground.accounts[document_id]
        same_outlet = account.outlet is not None and other.outlet == account.outlet
        if document_id == account.document_id or same_outlet:
            continue
        for place, text in own:
            if place in close or len(text) < _MIN_CLOSE_CHARS:
                continue
            for there, words in other.sentences[:_MAX_CLOSE_SENTENCES]:
                if len(words) >= _MIN_CLOSE_CHARS and _is_close(text, words):
                    close[place] = there
                    break
    return close


def _is_close(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(one, other, score_cutoff=_CLOSE_WORDING) > 0
