"""The origins of a story as a picture (SVG): a lane for each origin, its articles in order of publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from recoupe.cli.elements import Element, element
from recoupe.cli.show_lists import origin_kind
from recoupe.cli.show_stories import published_text
from recoupe.cli.spread import Spread, spreads_of, unplaced
from recoupe.dossier.as_json import line_text
from recoupe.dossier.check import Checked
from recoupe.dossier.dossier import Article, CopyLine, Dossier
from recoupe.messages import Catalogue

WIDTH, NAMES, MARGIN, LANE, HEAD, FOOT, STEP = 1000, 260, 46, 64, 64, 56, 38
"""In user units: the whole width, the column of names, the right margin, a lane, what stands above and below
the lanes, and the least distance of two articles of one lane."""

_STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1c1b19}.soft{fill:#5c5850;font-size:12px}.lane{stroke:#d9d4c8}"
    ".article{fill:#fff;stroke:#0b4f8a;stroke-width:2}.own{fill:#0b4f8a}.shared{stroke:#a3190f;fill:none}"
    ".maybe{stroke-dasharray:4 4}.label{text-anchor:middle;font-size:11px}.onown{fill:#fff}"
    ".ground{fill:#fdfcf9}.unknown{stroke-dasharray:3 3}"
)


@dataclass(frozen=True)
class _Spot:
    x: float
    y: float


def picture_of(checked: Checked[Dossier], catalogue: Catalogue) -> str:
    """Return the picture as a file of its own; articles without a date stand at the right."""
    dossier = checked.shown
    spreads = list(spreads_of(dossier))
    lost = unplaced(dossier)
    lanes = [[step.article for step in spread.steps] for spread in spreads]
    height = HEAD + LANE * max(1, len(lanes) + bool(lost)) + FOOT
    spots = [_lane_spots(i, lane, dossier) for i, lane in enumerate([*lanes, list(lost)])]
    first = {document_id: spot for lane in reversed(spots) for document_id, spot in lane.items()}
    title = catalogue.text("origins.picture")
    parts = [
        element("title", title),
        Element(f"<style>{_STYLE}</style>"),
        element("rect", class_="ground", width=str(WIDTH), height=str(height)),
        *_heading(dossier, catalogue),
        *(_lane(i, spread, catalogue) for i, spread in enumerate(spreads)),
        *([_unknown_lane(len(spreads), catalogue)] if lost else []),
        *(_link(copy, first, catalogue) for copy in dossier.copies),
        *(
            _article(a, lane[a.document_id], catalogue)
            for lane in spots
            for a in dossier.story.articles
            if a.document_id in lane
        ),
        _text(20, height - 18, catalogue.text("origins.picture_legend"), class_="soft"),
    ]
    svg = element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=str(WIDTH),
        height=str(height),
        role="img",
        aria_label=title,
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg.html}\n'


def _lane_spots(i: int, lane: list[Article], dossier: Dossier) -> dict[str, _Spot]:
    """Return where the articles of one lane stand, by document id; two never stand on each other."""
    ranks = _across(dossier.story.articles)
    spots: dict[str, _Spot] = {}
    last = float(NAMES - STEP)
    for article in lane:
        last = max(last + STEP, ranks[article.document_id])
        spots[article.document_id] = _Spot(min(last, WIDTH - MARGIN / 2), HEAD + LANE * (i + 0.5))
    return spots


def _across(articles: Iterable[Article]) -> dict[str, float]:
    """Return how far right each article stands by its publication."""
    times = {a.document_id: _instant(a) for a in articles}
    dated = [t for t in times.values() if t is not None]
    first, last = min(dated, default=0.0), max(dated, default=0.0)
    room = WIDTH - NAMES - 2 * MARGIN
    return {
        document_id: WIDTH - MARGIN if t is None else NAMES + room * (t - first) / ((last - first) or 1)
        for document_id, t in times.items()
    }


def _instant(article: Article) -> float | None:
    if article.published is None or len(article.published.value) < 10:
        return None
    told = datetime.fromisoformat(article.published.value)
    return (told if told.tzinfo is not None else told.replace(tzinfo=UTC)).timestamp()


def _heading(dossier: Dossier, catalogue: Catalogue) -> list[Element]:
    head = dossier.story
    title = catalogue.text("dossier.no_title") if head.title is None else line_text(head.title, catalogue)
    return [
        _text(20, 26, _short(title, 100), font_weight="600"),
        _text(20, 46, published_text(catalogue, head), class_="soft"),
    ]


def _lane(i: int, spread: Spread, catalogue: Catalogue) -> Element:
    y = HEAD + LANE * (i + 0.5)
    origin = spread.origin
    name = "" if origin.name is None else line_text(origin.name, catalogue)
    kind = catalogue.term("origin", origin_kind(origin))
    line = element("line", x1=str(NAMES - 20), x2=str(WIDTH - 10), y1=f"{y:g}", y2=f"{y:g}", class_="lane")
    facts = catalogue.text("count.tellings", {"n": origin.n_tellings})
    return element(
        "g",
        line,
        _text(20, y, _short(f"{origin.label} {name or kind}", 30), font_weight="600"),
        _text(20, y + 17, f"{kind} · {facts}" if name else facts, class_="soft"),
    )


def _unknown_lane(i: int, catalogue: Catalogue) -> Element:
    y = HEAD + LANE * (i + 0.5)
    line = element(
        "line", x1=str(NAMES - 20), x2=str(WIDTH - 10), y1=f"{y:g}", y2=f"{y:g}", class_="lane unknown"
    )
    return element("g", line, _text(20, y, catalogue.term("origin", "unknown"), font_weight="600"))


def _article(article: Article, spot: _Spot, catalogue: Catalogue) -> Element:
    is_own = not article.share_reused
    outlet = catalogue.text("dossier.no_outlet") if article.outlet is None else article.outlet.value
    date = catalogue.text("dossier.no_date")
    if article.published is not None:
        date = catalogue.date(article.published.value)
    return element(
        "g",
        element("title", f"{article.label} · {outlet} · {date}"),
        element(
            "circle",
            cx=f"{spot.x:.1f}",
            cy=f"{spot.y:g}",
            r="15",
            class_="article own" if is_own else "article",
        ),
        _text(spot.x, spot.y + 4, article.label, class_="label onown" if is_own else "label"),
    )


def _link(copy: CopyLine, spots: Mapping[str, _Spot], catalogue: Catalogue) -> Element:
    a, b = spots[copy.from_id], spots[copy.to_id]
    middle = (a.y + b.y) / 2 - (min(56, 16 + abs(a.x - b.x) / 8) if a.y == b.y else 0)
    share = catalogue.percent(copy.share)
    return element(
        "path",
        element("title", f"{catalogue.term('copy', copy.kind)} · {share}"),
        d=f"M{a.x:.1f} {a.y:g}Q{(a.x + b.x) / 2:.1f} {middle:g} {b.x:.1f} {b.y:g}",
        class_="shared" if copy.directed else "shared maybe",
        stroke_width=f"{1 + 3 * copy.share:.1f}",
    )


def _text(x: float, y: float, words: str, **attributes: str) -> Element:
    return element("text", words, x=f"{x:.1f}", y=f"{y:g}", **attributes)


def _short(text: str, n: int) -> str:
    return text if len(text) <= n else text[: n - 1].rstrip() + "…"
