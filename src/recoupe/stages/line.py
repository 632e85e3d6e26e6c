"""The stages, in the one order they run in.

A stage has a room of its own, and the module of the room's name holds the stage. `text` and `values` are
what several rooms share. A room imports from those that run before it, never from a later one.
"""

from recoupe.stages.accounts.accounts import ACCOUNTS
from recoupe.stages.clean.clean import CLEAN
from recoupe.stages.crosscheck.crosscheck import CROSSCHECK
from recoupe.stages.origins.origins import ORIGINS
from recoupe.stages.people.people import PEOPLE
from recoupe.stages.read.read import READ
from recoupe.stages.reuse.reuse import PASSAGES, REUSE
from recoupe.stages.stage import Stage
from recoupe.stages.stories.by_hand import CLAIMS, GATHERED
from recoupe.stages.stories.copied import COPIED
from recoupe.stages.stories.days import DAYS
from recoupe.stages.stories.grouped import GROUPED
from recoupe.stages.stories.linked import LINKED
from recoupe.stages.stories.memberships import MEMBERSHIPS
from recoupe.stages.stories.parts import PARTS_OF_GROUPS
from recoupe.stages.stories.profiles import PROFILES
from recoupe.stages.stories.similar import SIMILAR
from recoupe.stages.stories.stories import STORIES
from recoupe.stages.stories.voices import VOICES

STAGES: tuple[Stage, ...] = (
    CLEAN,
    READ,
    PASSAGES,
    REUSE,
    PROFILES,
    DAYS,
    COPIED,
    VOICES,
    SIMILAR,
    LINKED,
    GROUPED,
    PARTS_OF_GROUPS,
    STORIES,
    CLAIMS,
    GATHERED,
    MEMBERSHIPS,
    ACCOUNTS,
    PEOPLE,
    ORIGINS,
    CROSSCHECK,
)
