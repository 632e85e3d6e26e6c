"""People across the accounts of a story: which two mentions are told as one person, and rightly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.gold import GoldArticle
from eval.people_bench import OPEN, Marked, PeopleStory, bench_stories
from eval.reading import ReadArticle, read_articles
from eval.score import Miss, Result, named, overlap, share
from recoupe.engine.serial import SerialEngine
from recoupe.records.accounts import Account, Entity
from recoupe.records.stories import Membership
from recoupe.stages.accounts.accounts import account
from recoupe.stages.people.people import PEOPLE
from recoupe.stages.stage import Resources

TASK = "people"
LANGUAGE = "fr"


def score_people(set_name: str, folder: Path, resources: Resources) -> tuple[Result, Sequence[GoldArticle]]:
    """Return the scores on one part of the bench, with its articles; of the part kept aside no errors.

    Each story is put together as it stands in the file: who is who is measured, not which articles belong
    together.
    """
    stories = bench_stories(set_name, folder)
    articles = [article for story in stories for article in story.articles]
    read = read_articles(articles, with_stories=False, engine=SerialEngine(), resources=resources)
    of_name = {one.gold.name: one for one in read}
    n_same = n_merged = n_right = n_pairs = 0
    misses = []
    for story in stories:
        own = [of_name[article.name] for article in story.articles]
        entities = people_of(own, resources)
        for left, right in story.pairs:
            is_same = left.who == right.who
            both = {_entity_of(mention, own, entities) for mention in (left, right)}
            is_merged = len(both) == 1 and None not in both
            n_pairs += 1
            n_same += is_same
            n_merged += is_merged
            n_right += is_same and is_merged
            if is_same != is_merged:
                misses.append(_miss(story, left, right))
    score = named(TASK, set_name)
    scores = (
        score("merged P", share(n_right, n_merged), n_merged, is_goal=True),
        score("merged R", share(n_right, n_same), n_same, is_goal=True),
        score("pairs right", share(n_pairs - n_same - n_merged + 2 * n_right, n_pairs), n_pairs),
    )
    if set_name != OPEN:
        return Result(scores, ()), ()
    return Result(scores, tuple(misses)), articles


def people_of(read: Sequence[ReadArticle], resources: Resources) -> tuple[Entity, ...]:
    """Return who and what the articles of one story name."""
    documents = [one.document for one in read if one.document is not None]
    ids = tuple(sorted(document.id for document in documents))
    story = Membership("memb_bench", "story_bench", ids)
    pack = resources.packs[LANGUAGE]
    accounts: list[Account] = [
        account(one.document, one.reading, story=story, reuses=(), pack=pack)
        for one in read
        if one.document is not None and one.reading is not None
    ]
    found = PEOPLE.run(story.story_id, tuple(accounts), resources)
    return tuple(entity for entity in found if isinstance(entity, Entity))


def _entity_of(mention: Marked, read: Sequence[ReadArticle], entities: Sequence[Entity]) -> str | None:
    """Return the id of the entity that is named at a mark; None when nothing was found there."""
    article = read[mention.article]
    if article.document is None:
        return None
    best = max(
        (
            (overlap((mention.span,), (place,)), entity.id)
            for entity in entities
            for spelling in entity.spellings
            for anchor in spelling.anchors
            if anchor.document_id == article.document.id and (place := article.at(anchor.span))
        ),
        default=(0.0, ""),
    )
    return best[1] if best[0] > 0 else None


def _miss(story: PeopleStory, left: Marked, right: Marked) -> Miss:
    kind = "one person kept apart" if left.who == right.who else "two people told as one"
    article = story.articles[left.article]
    other = right.span.of(story.articles[right.article].text)
    return Miss(f"{kind}: {story.about}", article.name, left.span, f"and {other!r}")
