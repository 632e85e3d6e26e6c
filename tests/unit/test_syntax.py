"""Syntax: how sentences are divided, what a parse can be asked, and what the French model gives."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from eval.syntax import compared_arcs
from eval.treebank import nodes_of, sentences_of
from hypothesis import given
from hypothesis import strategies as st

from reading_names import names_of
from recoupe.packs import load_pack
from recoupe.packs.syntax import has_syntax
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.syntax.division import shown_to_parser, words_at
from recoupe.stages.read.syntax.parse import Parse, Word
from recoupe.stages.read.syntax.parser import MAX_WORDS, parse_sentences
from written import document_of

PACK = load_pack("fr")
needs_model = pytest.mark.skipif(not has_syntax(PACK), reason="the pack has no syntax model")


@pytest.mark.parametrize(
    ("text", "words"),
    (
        ("L'accord d’Ozère n'est qu'un début.", "L' accord d’ Ozère n' est qu' un début ."),
        ("Aujourd'hui, quelqu’un parle.", "Aujourd'hui , quelqu’un parle ."),
        ("Viendra-t-il ? dit-elle.", "Viendra -t-il ? dit -elle ."),
        ("Le rendez-vous de Bar-le-Duc.", "Le rendez-vous de Bar-le-Duc ."),
        ("Les deux tiers, soit 66,5% du 1er lot.", "Les deux tiers , soit 66,5 % du 1er lot ."),
        ("M. Dravec vit à Ozère.", "M. Dravec vit à Ozère ."),
        ("Il a 10 000 voix et 3 chats.", "Il a 10 000 voix et 3 chats ."),
        ("« Non », dit-on…", "« Non » , dit -on …"),
        ("prud'hommes et au-delà", "prud'hommes et au-delà"),
        ("un porte-parole ci-joint", "un porte-parole ci-joint"),
    ),
)
def test_words_are_divided_as_treebanks_divide_them(text: str, words: str) -> None:
    found = [span.of(text).replace(" ", "_") for span in words_at(text, Span(0, len(text)), PACK)]
    assert " ".join(found) == words.replace("10 000", "10_000")


@given(st.text(alphabet=st.sampled_from("ab'’-.,«» \n\u00a01L\u0301É_😀/:"), max_size=60))
def test_every_character_but_white_space_is_in_one_word(text: str) -> None:
    places = words_at(text, Span(0, len(text)), PACK)
    assert all(one.end <= other.start for one, other in pairwise(places))
    outside = set(range(len(text))) - {i for place in places for i in range(place.start, place.end)}
    assert all(text[i].isspace() for i in outside)


def test_a_long_run_of_one_kind_is_divided_in_no_time() -> None:
    for part in ("a-", "l'", "1.", "a.", "-t-", "«", "10 000 "):
        text = part * 30_000
        assert words_at(text, Span(0, len(text)), PACK)


def test_marks_are_shown_to_the_parser_in_one_form() -> None:
    assert shown_to_parser(["“", "Oui", "”", "l’", '"', "B", '"']) == ["«", "Oui", "»", "l'", "«", "B", "»"]


def parse_of(words: str) -> Parse:
    """Return a parse written as "form/head/label/tag" for each word; heads are indices."""
    out, start = [], 0
    for item in words.split():
        form, head, label, tag = item.split("/")
        out.append(Word(Span(start, start + len(form)), int(head), label, tag, form.lower()))
        start += len(form) + 1
    return Parse(Span(0, start - 1), tuple(out))


CLAUSE = parse_of(
    "Le/1/det/DET ministre/3/nsubj/NOUN a/3/aux:tense/AUX parlé/3/root/VERB et/5/cc/CCONJ voulu/3/conj/VERB"
    " partir/5/xcomp/VERB tôt/6/advmod/ADV"
)


def test_a_verb_has_its_own_subject_or_that_of_the_verb_it_depends_on() -> None:
    assert CLAUSE.subject(3) == 1
    assert CLAUSE.subject(5) == 1, "joined by a conjunction"
    assert CLAUSE.subject(6) is None, "its subject is that of 'voulu', which has none of its own"
    assert CLAUSE.subject(1) is None


def test_a_phrase_is_what_depends_on_a_word_without_a_gap() -> None:
    assert CLAUSE.phrase(1) == Span(0, 11)
    assert CLAUSE.subtree(5) == (4, 5, 6, 7)
    assert list(CLAUSE.ancestors(7)) == [6, 5, 3]


def test_offsets_lead_to_words_and_back() -> None:
    assert CLAUSE.index_at(4) == 1
    assert CLAUSE.index_at(2) is None, "a space is in no word"
    assert list(CLAUSE.indices_in(Span(3, 13))) == [1, 2]


def test_a_cycle_from_a_foreign_pipeline_ends() -> None:
    cycle = parse_of("a/1/dep/X b/0/dep/X c/2/root/X")
    assert cycle.subtree(0) == (0, 1)
    assert list(cycle.ancestors(0)) == [1]


def test_the_doer_of_a_passive_is_its_agent() -> None:
    passive = parse_of("texte/1/nsubj:pass/NOUN signé/1/root/VERB par/3/case/ADP elle/1/obl:agent/PRON")
    assert passive.agent(1) == 3
    assert CLAUSE.agent(3) is None


TREE = """\
1	Il	il	PRON	_	_	2	nsubj	_	_
2	parle	parler	VERB	_	_	0	root	_	_
3-4	du	_	_	_	_	_	_	_	_
3	de	de	ADP	_	_	5	case	_	_
4	le	le	DET	_	Definite=Def	5	det	_	_
5	vent	vent	NOUN	_	_	2	obl:arg	_	SpaceAfter=No
6	.	.	PUNCT	_	_	2	punct	_	_
"""


def test_a_contraction_is_one_word_to_the_parser_and_two_when_compared() -> None:
    (sentence,) = sentences_of(TREE)
    nodes = nodes_of(sentence)
    assert [node.form for node in nodes] == ["Il", "parle", "du", "vent", "."]
    assert (nodes[2].label, nodes[2].head, nodes[2].features) == ("case", 3, "Definite=Def")
    text = "Il parle du vent."
    places = words_at(text, Span(0, len(text)), PACK)
    words = zip(places, nodes, strict=True)
    parse = Parse(Span(0, 17), tuple(Word(p, n.head, n.label, n.tag, n.lemma) for p, n in words))
    arcs = compared_arcs(text, parse, PACK)
    gold = {(9, 11, 0): "case", (9, 11, 1): "det"}
    assert {place: arc.label for place, arc in arcs.items() if place[0] == 9} == gold
    assert all(arcs[place].head == (12, 16, 0) for place in gold)


def draft_of(text: str) -> Draft:
    draft = Draft(document_of(text), PACK)
    draft = replace(draft, sentences=find_sentences(draft))
    mentions, entities = names_of(text)
    return replace(draft, mentions=mentions, entities=entities)


@needs_model
def test_the_french_model_finds_who_says_what() -> None:
    text = "Hier soir, la ministre de la Pêche a déclaré que les quotas baisseraient."
    draft = draft_of(text)
    (parse,) = parse_sentences(draft, draft.sentences).values()
    verb = next(i for i, word in enumerate(parse.words) if word.lemma == "déclarer")
    subject = parse.subject(verb)
    assert subject is not None and parse.phrase(subject).of(text) == "la ministre de la Pêche"
    clause = next(i for i in parse.children[verb] if parse.words[i].relation == "ccomp")
    assert parse.phrase(clause).of(text) == "que les quotas baisseraient"


@needs_model
def test_a_sentence_is_parsed_the_same_whatever_stands_beside_it() -> None:
    alone, text = (
        draft_of("Le port ferme."),
        "Le port ferme. La grève dure, dit Ossip Dravec, maire.\n\nLe port ferme.",
    )
    (lone,) = parse_sentences(alone, alone.sentences).values()
    draft = draft_of(text)
    parses = parse_sentences(draft, draft.sentences)
    for span in (draft.sentences[0], draft.sentences[-1]):
        moved = tuple(replace(word, span=word.span.moved(span.start)) for word in lone.words)
        assert parses[span].words == moved


@needs_model
def test_a_list_without_full_stops_gets_no_parse() -> None:
    draft = draft_of("mot " * (MAX_WORDS + 1))
    assert parse_sentences(draft, draft.sentences) == {}
