"""Who may say words whose sentence does not name him, and how likely each one is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from recoupe.records.findings import DocumentEntity
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.cast import Cast, Memory, Speaker, gender_of_noun
from recoupe.stages.read.quotations.definite_phrases import described, kinds_of, sort_of
from recoupe.stages.read.quotations.descriptions import RULED_OUT, Phrase, described_voices
from recoupe.stages.read.quotations.scene import (
    SUBJECTS_BACK,
    Form,
    Kind,
    Place,
    Scene,
    Voice,
    of_named,
    spoken_how,
    whose_block,
)
from recoupe.stages.read.quotations.speech import tokens_of, unit_around
from recoupe.stages.read.quotations.voice_weights import WEIGHTS

_WORD = re.compile(r"\w+'|\w+(?:-\w+)*")
_TURNS_TOLD = ("more", "reply")
_OWN_WORDS_WITHIN = 3
_NAMED_SAYING = frozenset({"just spoke by name", "gender: same", "person"})
_NOT_HE = frozenset({"named in the words", RULED_OUT})
_UNNAMED_BACK = 4
"""Turns after which somebody without a name may go on."""


def place_of(cast: Cast, said: tuple[Span, ...], speaker: Span | None, cue: Span | None) -> Place | None:
    """Return the place of words said; None where the words for their speaker point at nobody told of before.

    speaker: None when no words name him. cue: the verb or preposition that introduces the words, if any.
    """
    unit = None if cue is None else unit_around(cast.draft, cue)
    takes = {taken for verb in unit.verbs_in(cue) for taken in verb.takes} if unit and cue else set()
    turn = next((turn for turn in _TURNS_TOLD if turn in takes), "")
    if speaker is None:
        unit = unit_around(cast.draft, said[0])
        kind: Kind = "title" if unit is not None and unit.is_title else "uncued"
        return Place(kind, said, None, turn=turn)
    tokens = tokens_of(speaker.of(cast.draft.text), speaker.start)
    pronoun = " ".join(token.word for token in tokens).replace(" - ", "-")
    classes = cast.words.classes.get(pronoun, frozenset())
    if classes & {"nobody", "echo"}:
        return None
    if not (pronoun in cast.words.latest or "pronoun" in classes):
        own = any(cast.words.has(t, "own words", "count") for t in tokens[1:_OWN_WORDS_WITHIN])
        if cast.words.has(tokens[0], "possessive") and own and not cast.words.has(tokens[0], "self"):
            return Place("pronoun", said, speaker, turn=turn)  # "selon ses (premiers) mots" is "selon lui"
        one_of_many = any(token.word in cast.words.indefinite for token in tokens[1:2])  # "l'un des gardiens"
        is_definite = tokens[0].word in cast.words.definite and not one_of_many
        gender = Phrase(cast, speaker).gender if is_definite else ""
        return Place("description", said, speaker, gender, turn=turn) if is_definite else None
    gender = cast.words.genders.get(pronoun, "")
    form: Form = "latest" if pronoun in cast.words.latest else "many" if "many" in classes else "one"
    return Place("pronoun", said, speaker, gender, form, turn)


def likeliest(cast: Cast, memory: Memory, place: Place, *, is_inner: bool = False) -> Speaker | None:
    """Return who most likely says the words; None for nobody, as when a sentence speaks of a thing.

    A choice among all voices (a softmax) by what is true of each; see `voice_weights`. is_inner: as in
    `voices`.
    """
    weights = WEIGHTS[place.kind]
    found = [*voices(cast, memory, place, is_inner=is_inner)]
    able = ((voice, traits) for voice, traits in found if RULED_OUT not in traits)
    ranked = [(sum(weights.get(t, 0.0) for t in traits), voice) for voice, traits in able]
    if not ranked:
        return None
    voice = max(ranked, key=lambda r: r[0])[1]
    if place.kind == "pronoun" and not is_inner:
        sure = [voice for voice, traits in found if _goes_on_speaking(place, traits)]
        voice = sure[0] if len(sure) == 1 else voice
    if voice.entity is not None:
        kind = "person" if voice.entity.type == "PER" else "institution"
        return Speaker(None, voice.entity.id, voice.entity.name, kind)
    if place.kind == "description":
        return Speaker(None, None, voice.name)
    if voice.phrase is not None:
        is_thing = place.form != "many" and sort_of(cast, _noun_of(cast, voice)) == "thing"
        return None if is_thing else Speaker(None, None, voice.name)
    return next(
        Speaker(None, None, s.name, s.kind)
        for _, s, _ in reversed(memory.spoken)
        if s.entity_id is None and s.name == voice.name
    )


def _goes_on_speaking(place: Place, traits: tuple[str, ...]) -> bool:
    """Tell whether a pronoun behind words means who is named as saying those of the sentence before.

    Of 83 such places in the training articles 80 are so, whoever has spoken more until then.
    """
    is_behind = place.teller is not None and bool(place.said) and place.said[0].start < place.teller.start
    goes_on = is_behind and place.form == "one" and place.turn != "reply"
    return goes_on and {*traits} >= _NAMED_SAYING and not _NOT_HE & {*traits}


def voices(
    cast: Cast, memory: Memory, place: Place, *, is_inner: bool = False
) -> Iterator[tuple[Voice, tuple[str, ...]]]:
    """Yield those who may say the words at a place, each with what is true of him there.

    is_inner: no words are said, the place is the subject of a sentence before such words; whom the subjects
    before it mean is not asked then.
    """
    is_asked = not is_inner and place.kind != "title"
    scene = Scene(cast, memory, place, partial(_whom, cast, memory, place) if is_asked else None)
    if place.kind == "description" and place.teller is not None:
        phrase = Phrase(cast, place.teller)
        other = _spoken_before(scene) if _is_set_against(cast, place.teller) else None
        yield from described_voices(scene, phrase, but=other)
        for voice in _unnamed(scene):
            told = voice.phrase or voice.teller
            wanted, noun = "person" if phrase.is_personal else "body", _noun_of(cast, voice)
            if phrase.article == "possessive" and noun not in phrase.nouns:
                continue  # "sa voisine" is not "une femme de 71 ans", whose she is
            if phrase.is_kin and noun not in phrase.nouns:
                continue  # "la sœur d'un étudiant" is not "une jeune femme"
            if sort_of(cast, noun) == wanted and (told is None or not told.meets(phrase.span)):
                yield (
                    voice,
                    tuple(dict.fromkeys([*_of_unnamed(scene, voice), *_called(scene, voice, phrase)])),
                )
        return
    for entity in scene.entities:
        if place.kind == "pronoun" and _is_another(scene, entity):
            continue
        yield Voice(entity.name, entity), tuple(dict.fromkeys(of_named(scene, entity)))
    for voice in _unnamed(scene):
        yield voice, tuple(dict.fromkeys(_of_unnamed(scene, voice)))


def _is_set_against(cast: Cast, phrase: Span) -> bool:
    """Tell whether a phrase is set against who spoke before: "Le procureur, lui, …"."""
    told = cast.draft.pack.compiled("{say_contrast}")
    return told.match(cast.draft.text, phrase.end) is not None


def _spoken_before(scene: Scene) -> str | None:
    """Return who spoke last, in the block of a place; None when nobody did."""
    if not scene.turns or scene.cast.block_at(scene.turns[0][0] - 1) != scene.block:
        return None
    return scene.spoken[0]


def _is_another(scene: Scene, entity: DocumentEntity) -> bool:
    """Tell whether a pronoun cannot mean somebody: "elle" no man, "ils" no one, "l'intéressé" no body."""
    place = scene.place
    if place.form == "many" and entity.type == "PER":
        return True  # "they" are no single person
    if place.teller is None or place.form != "one":
        return False
    subject = scene.subjects[0]
    is_told = subject is not None and subject.entity_id is not None and subject.span.end <= place.at
    if is_told and scene.cast.names_of[entity.id][0].start > place.at:
        return True  # "Rivage fermera, a-t-elle annoncé": nobody whom the article names later
    if entity.type == "PER":
        return {scene.cast.surely.get(entity.id, ""), place.gender} == {"m", "f"}
    tokens = tokens_of(place.teller.of(scene.cast.draft.text), place.teller.start)
    return scene.cast.words.has(tokens[-1], "person") or scene.cast.is_of_other_gender(entity, place.gender)


def _whom(cast: Cast, memory: Memory, place: Place, subject: Span) -> str | None:
    """Return whom the subject of a sentence before a place means; None for nobody who bears a name."""
    if place.teller is not None and subject.meets(place.teller):
        return None
    if subject not in memory.meant:
        inner = place_of(cast, (), subject, None)
        before = Memory([turn for turn in memory.spoken if turn[0] <= subject.start], memory.said)
        if inner is not None and inner.kind == "description" and Phrase(cast, subject).kind == "thing":
            inner = None  # most often it is; whom "the barrage" means need not be asked
        found = None if inner is None else likeliest(cast, before, inner, is_inner=True)
        memory.meant[subject] = None if found is None else found.entity_id
    return memory.meant[subject]


def _unnamed(scene: Scene) -> Iterator[Voice]:
    """Yield those without a name who spoke lately, or of whom the last sentences speak."""
    cast, seen = scene.cast, set()
    for _, speaker, _ in scene.turns if scene.place.kind == "title" else scene.turns[:_UNNAMED_BACK]:
        if speaker.entity_id is None and speaker.name and speaker.name not in seen:
            seen.add(speaker.name)
            yield Voice(speaker.name, None, teller=speaker.span)
    is_title = cast.units[scene.unit].is_title
    for back, subject in enumerate(scene.subjects[:SUBJECTS_BACK]):
        if subject is None or subject.how in {"pronoun", "subject"}:
            continue
        name = described(cast, subject.span)
        if (
            subject.span.end <= scene.place.at
            and not scene.is_said(subject.span)
            and name not in seen
            and cast.units[scene.unit - back].is_title == is_title
        ):
            seen.add(name)
            yield Voice(name, None, subject.span, back, is_another=subject.entity_id is not None)


def _of_unnamed(scene: Scene, voice: Voice) -> Iterator[str]:
    """Yield what is true of somebody without a name."""
    cast, words = scene.cast, scene.cast.words
    noun = _noun_of(cast, voice)
    sort = sort_of(cast, noun)
    yield f"unnamed {sort}"
    if voice.is_another:
        yield "unnamed, if not somebody named"
    if voice.phrase is None:
        yield f"unnamed {sort} spoke"
        for trait in spoken_how(scene, voice.name):
            yield f"unnamed {trait}"
    else:
        yield f"unnamed {sort} subject {voice.phrase_back} back"
        yield f"unnamed {sort} subject {voice.phrase_back} back {whose_block(scene, voice.phrase)}"
        if scene.last_subject is not None and scene.last_subject.span == voice.phrase:
            yield f"unnamed {sort} last subject"
    if scene.place.kind == "pronoun":
        told = voice.phrase or voice.teller
        phrase = tokens_of(voice.name if told is None else told.of(cast.draft.text), 0)
        gender = gender_of_noun(noun, cast.draft.pack) or words.genders.get(phrase[0].word, "")
        if gender and scene.place.gender:
            yield "unnamed gender: " + ("same" if gender == scene.place.gender else "other")
        many = words.has(phrase[0], "many") or (len(phrase) > 1 and words.has(phrase[1], "pair"))
        if many and scene.place.form == "one":
            yield RULED_OUT  # "she" is no "les comparutions"
        yield "unnamed number: " + ("same" if many == (scene.place.form == "many") else "other")
        yield f"{scene.place.form}: unnamed {sort}"


def _called(scene: Scene, voice: Voice, phrase: Phrase) -> Iterator[str]:
    """Yield how a phrase suits somebody without a name called otherwise: "un gendarme", "le militaire"."""
    cast, noun = scene.cast, _noun_of(scene.cast, voice)
    pack = cast.draft.pack
    yield f"unnamed {sort_of(cast, noun)}: {phrase.kind}"
    yield f"unnamed: {phrase.article} {phrase.form}"
    if noun in phrase.nouns:
        yield "unnamed: same noun"
    else:
        own, theirs = kinds_of(phrase.nouns, pack), kinds_of(frozenset({noun}), pack)
        yield "unnamed: " + ("kindred" if own & theirs else "alien" if own and theirs else "other noun")
    gender = gender_of_noun(noun, pack)
    if gender and phrase.gender:
        yield "unnamed gender: " + ("same" if gender == phrase.gender else "other")
    if len(phrase.said_of) == 1:
        yield "unnamed: noun said of one"


def _noun_of(cast: Cast, voice: Voice) -> str:
    """Return the noun that somebody without a name is called by, its hyphens kept; "" without one."""
    for word in _WORD.findall(voice.name.lower().replace("’", "'")):
        if not cast.words.classes.get(word, frozenset()) & {"determiner", "fore adjective"}:
            return str(word)
    return ""
