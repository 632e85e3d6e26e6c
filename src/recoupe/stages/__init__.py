"""Layer 2: the stages, in the one order they run in."""

from recoupe.stages.accounts import ACCOUNTS
from recoupe.stages.clean import CLEAN
from recoupe.stages.crosscheck import CROSSCHECK
from recoupe.stages.origins import ORIGINS
from recoupe.stages.people import PEOPLE
from recoupe.stages.profiles import PROFILES, SIMILAR
from recoupe.stages.read import READ
from recoupe.stages.reuse import PASSAGES, REUSE
from recoupe.stages.stage import Stage
from recoupe.stages.stories import STORIES

STAGES: tuple[Stage, ...] = (
    CLEAN,
    READ,
    PASSAGES,
    REUSE,
    PROFILES,
    SIMILAR,
    STORIES,
    ACCOUNTS,
    PEOPLE,
    ORIGINS,
    CROSSCHECK,
)

__all__ = ["STAGES", "Stage"]
