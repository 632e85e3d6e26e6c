"""What two notices have in common, told from their titles."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from recoupe.records.stories import DayProfiles
from recoupe.stages.stories.columns import Profile, columns_of
from recoupe.stages.stories.days import day_records
from recoupe.stages.stories.window import title_told, window_of

DAY = datetime(2031, 6, 4, tzinfo=UTC)
NEXT = datetime(2031, 6, 5, tzinfo=UTC)


def _profile(name: str, title: str, below: str = "") -> Profile:
    stems = tuple(sorted(set(title.split())))
    terms = tuple((stem, 1.0) for stem in sorted({*stems, *below.split()}))
    rest = ((), (), (), 20)
    return Profile(
        f"prof_{name}",
        f"doc_{name}",
        DAY,
        NEXT,
        terms,
        *rest,
        title_terms=stems,
        notice_of=f"outlet {name}",
        voice=f"outlet {name}",
    )


@pytest.mark.parametrize(
    ("one", "other", "below", "share", "n_told", "has_news"),
    [
        ("maire pont crue", "pont crue digue", "maire", 1.0, 3, False),
        ("maire pont crue", "maire pont digue", "", 0.66, 2, False),
        ("maire pont crue", "foire fleur digue", "", 0.0, 0, True),
        ("maire pont crue", "maire fleur digue", "prix", 0.33, 1, True),
    ],
)
def test_a_title_is_told_by_the_words_of_the_other_notice(
    one: str, other: str, below: str, share: float, n_told: int, has_news: bool
) -> None:
    _, *blocks = day_records("2031-06-04", map(columns_of, [_profile("a", one), _profile("b", other, below)]))
    window = window_of([block for block in blocks if isinstance(block, DayProfiles)])
    told, rare = title_told(window, np.array([0]), np.array([1]))
    second, third, news = rare[0].tolist()
    assert told[0] == pytest.approx(share, abs=0.05)
    assert (second > 0, third > 0, news > 0) == (n_told >= 2, n_told >= 3, has_news)
