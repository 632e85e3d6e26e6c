"""Origins: ten copies are one voice, and what nothing decides is unknown, not independent."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from recoupe.records.accounts import Account, CastMember, Comparable, Source
from recoupe.records.comparisons import Copy, Root, SourceChain
from recoupe.records.copies import Edit, Reuse
from recoupe.records.findings import Credit, DocumentEntity
from recoupe.records.spans import Anchor, Span, text_check
from recoupe.stages.origins.origins import chain_of

SHARED = "Le pont de Varnes sera fermé pendant trois semaines à cause de la crue."
OWN = {
    "a": "Sur place, notre journaliste a compté une dizaine de machines à l'arrêt devant la rivière.",
    "b": "Les commerçants du quai se plaignent depuis le printemps d'une baisse de leurs ventes.",
    "c": "La préfète visitera les lieux lundi, accompagnée de deux ingénieurs venus de la capitale.",
}


def at(document: str, text: str, words: str) -> Anchor:
    start = text.index(words)
    return Anchor(f"doc_{document}", Span(start, start + len(words)), text_check(words))


class Telling:
    """One article of the bridge story: its text, and what the test lets it say."""

    def __init__(self, name: str, *sentences: str, outlet: str | None = None, day: str | None = None) -> None:
        self.name, self.outlet, self.day = name, outlet, day
        self.sentences = sentences
        self.text = "\n\n".join(sentences)
        self.comparables: list[Comparable] = []
        self.credits: list[tuple[Credit, Anchor]] = []
        self.reuse: list[Reuse] = []
        self.cast: list[CastMember] = []

    def says(self, words: str, *authority: tuple[str, str]) -> Telling:
        """Tell a fact in these words, on the authority of (kind, name) pairs, outermost first."""
        place = at(self.name, self.text, words)
        sentence = next(s for s in self.sentences if words in s)
        sources = tuple(Source(kind, name, place, self._entity(name)) for kind, name in authority)
        self.comparables.append(
            Comparable(
                f"cmp_{self.name}_{len(self.comparables)}",
                "story",
                "encounter",
                "duration",
                words,
                None,
                "asserted",
                "certain",
                None,
                None,
                sources,
                place,
                at(self.name, self.text, sentence),
                sentence,
                False,
            )
        )
        return self

    def knows(self, name: str, kind: str = "PER") -> Telling:
        """Have an entity of this name in the cast."""
        entity = DocumentEntity(f"ent_{self.name}_{name}", kind, name, (name,), (), ())  # type: ignore[arg-type]
        self.cast.append(CastMember(entity, ()))
        return self

    def credits_to(self, name: str, *, kind: str = "agency", covers: str = "article", words: str) -> Telling:
        place = at(self.name, self.text, words)
        credit = Credit(place.span, kind, name, covers, "test")  # type: ignore[arg-type]
        self.credits.append((credit, place))
        return self

    def _entity(self, name: str) -> str | None:
        return next((m.entity.id for m in self.cast if m.entity.name == name), None)

    def account(self) -> Account:
        return Account(
            f"acc_{self.name}",
            "story_1",
            f"doc_{self.name}",
            self.outlet,
            self.day,
            "fr",
            None,
            tuple(self.cast),
            (),
            tuple(self.comparables),
            tuple(self.credits),
            tuple(self.reuse),
            tuple((at(self.name, self.text, s), s) for s in self.sentences),
        )


def share(one: Telling, other: Telling, words: str = SHARED, *, kind: str = "copy") -> None:
    """Have both articles hold the same passage."""
    places = at(one.name, one.text, words), at(other.name, other.text, words)
    reuse = Reuse(f"reuse_{one.name}_{other.name}", *places, kind, 1.0, 14, ())  # type: ignore[arg-type]
    one.reuse.append(reuse)
    other.reuse.append(reuse)


def chain(*tellings: Telling) -> SourceChain:
    accounts = [t.account() for t in tellings]
    found = chain_of("story_1", accounts)
    assert chain_of("story_1", accounts[::-1]) == found, "the order of the accounts is no matter"
    return found


def roots_of(found: SourceChain, *comparable_ids: str) -> list[Root]:
    roots = {root.id: root for root in found.roots}
    behind = dict(found.behind)
    return [roots[behind[c]] for c in comparable_ids]


def copies(names: Sequence[str], **facts: str | None) -> list[Telling]:
    return [
        Telling(name, SHARED, OWN[name], **facts).says("trois semaines").says(OWN[name][:30])  # type: ignore[arg-type]
        for name in names
    ]


def test_a_passage_in_three_articles_is_one_origin() -> None:
    a, b, c = copies("abc")
    share(a, b)
    share(b, c)
    found = roots_of(chain(a, b, c), "cmp_a_0", "cmp_b_0", "cmp_c_0")
    assert len({root.id for root in found}) == 1
    assert found[0].document_ids == ("doc_a", "doc_b", "doc_c")
    assert (found[0].kind, found[0].name, found[0].reason.code) == ("outlet", None, "shared_passage")


def test_what_an_article_alone_says_is_its_own_origin() -> None:
    a, b = Telling("a", OWN["a"]).says("une dizaine"), Telling("b", OWN["b"]).says("le printemps")
    one, other = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert one.kind == other.kind == "outlet"
    assert one.id != other.id


def test_two_articles_of_one_outlet_are_one_origin() -> None:
    a = Telling("a", OWN["a"], outlet="La Vallée").says("une dizaine")
    b = Telling("b", OWN["b"], outlet="La Vallée").says("le printemps")
    one, other = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert one == other and one.name == "La Vallée"


def test_a_shared_passage_goes_back_to_the_agency_that_one_of_the_articles_credits() -> None:
    a, (b,) = Telling("a", SHARED, OWN["a"], "Avec Nordpress").says("trois semaines"), copies("b")
    a.credits_to("Nordpress", words="Nordpress")
    share(a, b)
    one, other = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert one == other
    assert (one.kind, one.name, one.reason.code) == ("agency", "Nordpress", "shared_passage_agency")


def test_an_outlet_that_is_called_by_a_credited_agency_is_that_agency() -> None:
    a = Telling("a", OWN["a"], outlet="Agence Nordpress").says("une dizaine")
    b = Telling("b", OWN["b"], outlet="La Rive").says("le printemps", ("agency", "Nordpress"))
    b.credits_to("Nordpress", covers="sentence", words="Les commerçants")
    one, other = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert one == other
    assert one.kind == "agency"


def test_a_photo_credit_is_no_origin() -> None:
    a = Telling("a", OWN["a"], "Photo Nordpress").says("une dizaine")
    a.credits_to("Nordpress", covers="photo", words="Nordpress")
    (root,) = roots_of(chain(a), "cmp_a_0")
    assert root.kind == "outlet"


def test_a_communique_is_one_origin_before_the_person_it_quotes() -> None:
    a = Telling("a", OWN["a"]).knows("Mairie de Varnes", "ORG").knows("Jeanne Maral")
    a.says("une dizaine", ("communique", "communiqué de la Mairie de Varnes"), ("person", "Jeanne Maral"))
    b = Telling("b", OWN["b"]).knows("mairie de Varnes", "ORG")
    b.says("le printemps", ("communique", "annonce de la mairie de Varnes"))
    one, other = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert one == other and one.kind == "communique"


def test_the_communique_without_an_issuer_is_the_only_one_the_article_speaks_of() -> None:
    a = Telling("a", OWN["a"]).knows("Mairie de Varnes", "ORG")
    a.says("une dizaine", ("communique", "Mairie de Varnes")).says("la rivière", ("communique", "texte"))
    one, other = roots_of(chain(a), "cmp_a_0", "cmp_a_1")
    assert one == other and one.name == "Mairie de Varnes"


def test_a_press_service_is_the_ministry_it_speaks_for() -> None:
    a = Telling("a", OWN["a"]).says("une dizaine", ("institution", "service de presse du ministère d'Arde"))
    b = Telling("b", OWN["b"]).says("le printemps", ("institution", "ministère d'Arde"))
    one, other = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert one == other


def test_a_communique_of_which_nobody_is_named_is_unknown_when_there_are_two_issuers() -> None:
    a = Telling("a", OWN["a"]).says("une dizaine", ("communique", "communiqué"))
    b = Telling("b", OWN["b"]).says("le printemps", ("institution", "mairie de Varnes"))
    c = Telling("c", OWN["c"]).says("lundi", ("institution", "ministère d'Arde"))
    assert roots_of(chain(a, b), "cmp_a_0")[0].kind == "communique"
    assert roots_of(chain(a, b, c), "cmp_a_0")[0].kind == "unknown"


def test_a_person_known_by_role_only_is_an_unknown_origin() -> None:
    a = Telling("a", OWN["a"])
    entity = DocumentEntity("ent_a", "PER", "la ministre", (), (), ())
    a.cast.append(CastMember(entity, ()))
    a.says("une dizaine", ("person", "la ministre"))
    assert roots_of(chain(a), "cmp_a_0")[0].kind == "unknown"


def test_an_agency_that_cites_a_ministry_passes_on_what_the_ministry_says() -> None:
    a = Telling("a", OWN["a"]).says("une dizaine", ("agency", "Nordpress"), ("institution", "le ministère"))
    b = Telling("b", OWN["b"]).says("le printemps", ("institution", "le ministère"))
    one, other = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert one == other and one.name == "le ministère"


def test_a_person_is_one_origin_across_spellings_and_occasions() -> None:
    a = Telling("a", OWN["a"]).knows("Sergueï Maralov")
    a.says("une dizaine", ("press conference", "conférence de presse"), ("person", "Sergueï Maralov"))
    b = Telling("b", OWN["b"]).knows("Sergej Marallov").says("le printemps", ("person", "Sergej Marallov"))
    one, other = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert one == other and one.kind == "person"


def test_somebody_without_a_name_is_an_unknown_origin() -> None:
    a = Telling("a", OWN["a"]).says("une dizaine", ("unnamed", "une source proche du dossier"))
    b = Telling("b", OWN["b"]).says("le printemps", ("person", "le ministre"))
    assert {root.kind for root in roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")} == {"unknown"}


def test_what_one_denies_and_another_tells_by_itself_has_two_origins() -> None:
    a = Telling("a", OWN["a"]).knows("Jeanne Maral").says("une dizaine", ("person", "Jeanne Maral"))
    b = Telling("b", OWN["b"]).says("le printemps")
    one, other = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert (one.kind, other.kind) == ("person", "outlet")


def test_an_article_that_has_much_in_common_with_another_is_not_counted_apart() -> None:
    a, b = copies("ab")
    share(a, b)
    found = chain(a, b)
    assert dict(found.shares)["doc_a"] > 0.3
    assert [r.reason.code for r in roots_of(found, "cmp_a_1", "cmp_b_1")] == ["much_in_common"] * 2
    assert {r.kind for r in roots_of(found, "cmp_a_1", "cmp_b_1")} == {"unknown"}


def test_close_wording_without_a_copy_is_possibly_one_origin() -> None:
    reworded = SHARED.replace("pendant", "durant").replace("à cause de la crue", "en raison de la crue")
    a, b = Telling("a", SHARED).says("trois semaines"), Telling("b", reworded).says("trois semaines")
    found = roots_of(chain(a, b), "cmp_a_0", "cmp_b_0")
    assert {(r.kind, r.reason.code) for r in found} == {("unknown", "possibly_one_origin")}


def test_a_credit_below_the_text_leaves_open_what_it_covers_and_a_dateline_does_not() -> None:
    below = Telling("a", *OWN.values(), "Avec Nordpress").says("une dizaine")
    below.credits_to("Nordpress", words="Nordpress")
    above = Telling("b", "VARNES (Nordpress) - " + OWN["b"]).says("le printemps")
    above.credits_to("Nordpress", words="Nordpress")
    (one,) = roots_of(chain(below), "cmp_a_0")
    (other,) = roots_of(chain(above), "cmp_b_0")
    assert (one.kind, one.reason.code) == ("unknown", "credit_of_unclear_reach")
    assert (other.kind, other.name) == ("agency", "Nordpress")


def link(*tellings: Telling) -> Copy:
    (found,) = chain(*tellings).copies
    return found


def test_without_evidence_a_shared_passage_has_no_direction() -> None:
    a, b = copies("ab")
    share(a, b)
    found = link(a, b)
    assert (found.kind, found.directed, found.reason.code) == ("shared passage", False, "share_a_passage")


def test_the_one_that_credits_the_other_has_copied() -> None:
    a, (b,) = Telling("a", SHARED, "Lu dans Le Quai"), copies("b", outlet="Le Quai")
    a.credits_to("Le Quai", kind="outlet", words="Le Quai")
    share(a, b)
    found = link(a, b)
    assert (found.from_id, found.to_id, found.kind, found.directed) == ("doc_a", "doc_b", "copied", True)


def test_the_later_one_has_copied_unless_the_dates_leave_it_open() -> None:
    for earlier, later, directed in (("2031-06-03", "2031-06-04", True), ("2031-06", "2031-06-04", False)):
        (a,), (b,) = copies("a", day=later), copies("b", day=earlier)
        share(a, b)
        found = link(a, b)
        assert found.directed is directed
        assert (found.from_id, found.to_id) == ("doc_a", "doc_b")


def test_two_that_go_back_to_an_agency_have_not_copied_from_each_other() -> None:
    a = Telling("a", SHARED, "Avec Nordpress", day="2031-06-04").credits_to("Nordpress", words="Nordpress")
    (b,) = copies("b", day="2031-06-03")
    share(a, b)
    assert not link(a, b).directed


def test_words_changed_inside_a_passage_are_not_shared() -> None:
    a, b = copies("ab")
    places = at("a", a.text, SHARED), at("b", b.text, SHARED)
    changed = tuple(at(t.name, t.text, "pendant trois semaines") for t in (a, b))
    edit = Edit(changed[0], changed[1], "replaced")
    whole, part = [Reuse("reuse_1", *places, "near copy", 0.9, 10, edits) for edits in ((), (edit,))]
    a.reuse, b.reuse = [whole], [whole]
    before = dict(chain(a, b).shares)["doc_a"]
    a.reuse, b.reuse = [part], [part]
    assert dict(chain(a, b).shares)["doc_a"] < before


def test_every_comparable_has_exactly_one_origin_that_exists() -> None:
    a, b, c = copies("abc")
    share(a, b)
    found = chain(a, b, c)
    assert sorted(c for c, _ in found.behind) == sorted(x.id for t in (a, b, c) for x in t.comparables)
    assert {root for _, root in found.behind} <= {root.id for root in found.roots}


def test_a_source_that_floods_a_story_changes_no_origin_of_the_others_and_adds_one() -> None:
    def others() -> list[Telling]:
        one = Telling("a", SHARED, OWN["a"], outlet="Le Fanal")
        two = Telling("b", SHARED, OWN["b"], outlet="Radio Nord")
        one.says("trois semaines").says("dizaine de machines")
        two.says("trois semaines").says("depuis le printemps")
        share(one, two)
        return [one, two]

    before = chain_of("story_1", [telling.account() for telling in others()])
    given = others()
    false = []
    for i in range(5):
        text = (f"(Agence {i}) Selon Paul Untel {i}.", SHARED, OWN["a"])
        telling = Telling(f"0{i}", *text, outlet="Le Miroir")
        telling.says("trois semaines").says("dizaine de machines")
        telling.says(f"Paul Untel {i}", ("agency", f"Agence {i}"))
        telling.credits_to(f"Agence {i}", words=f"Agence {i}")
        share(telling, given[0])
        share(telling, given[0], OWN["a"])
        share(telling, given[1])
        false.append(telling)
    late = [msgspec.structs.replace(telling.account(), layer=1) for telling in false]
    after = chain_of("story_1", [*(telling.account() for telling in given), *late])
    behind = dict(after.behind)
    assert dict(before.behind).items() <= behind.items()
    assert len(after.roots) == len(before.roots) + 1
    assert tuple(f"doc_0{i}" for i in range(5)) in after.texts
    assert behind["cmp_00_0"] == behind["cmp_a_0"] and behind["cmp_00_1"] == behind["cmp_a_1"]


def test_articles_that_share_most_of_their_words_tell_one_text_and_a_common_sentence_makes_none() -> None:
    one, two = Telling("a", SHARED, OWN["a"]), Telling("b", SHARED, OWN["b"], OWN["c"])
    three = Telling("c", SHARED, OWN["a"], OWN["c"])
    share(one, two)
    share(one, three, f"{SHARED}\n\n{OWN['a']}")
    assert chain(one, two, three).texts == (("doc_a", "doc_c"),)


def test_a_text_that_many_outlets_echo_is_one_origin_whomever_it_names() -> None:
    echoes = [Telling(name, SHARED, OWN["a"], outlet=f"Site {name}") for name in "abcd"]
    for i, one in enumerate(echoes):
        one.says("trois semaines", ("communique", "Communiqué du département"))
        one.says("une dizaine de machines", ("communique", "Note de la mairie"))
        for other in echoes[i + 1 :]:
            share(one, other, f"{SHARED}\n\n{OWN['a']}")
    found = chain(*echoes)
    assert len([root for root in found.roots if root.kind == "communique"]) == 2
    assert (found.n_origins, found.n_unknown) == (1, 0)
    # An outlet that has more to tell than the text is an origin more.
    echoes[0].says("crue", ("communique", "Bulletin de la météo"))
    other = Telling("e", OWN["b"], outlet="Le Courrier").says("baisse de leurs ventes")
    assert chain(*echoes, other).n_origins == 2
