"""Layer 0: what the data is. Every stored record is one of the types in `Record`."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple, get_args

import msgspec

from recoupe.records.accounts import Account, Entity
from recoupe.records.comparisons import Comparison, Happening, SourceChain
from recoupe.records.copies import Passages, Reuse
from recoupe.records.documents import Capture, Document
from recoupe.records.findings import Reading
from recoupe.records.ledger import Correction, Issue
from recoupe.records.stories import (
    Claim,
    CopiedWords,
    DayCopies,
    DayDocuments,
    DayLayers,
    DayProfiles,
    FoundStory,
    GatheredStory,
    Grouped,
    GroupedNotes,
    GroupedWeeks,
    Linked,
    LinkedNotes,
    LinkedReasons,
    Membership,
    Outline,
    ProfileColumns,
    Similar,
    SimilarNotes,
    Story,
)

Record = (
    Capture
    | Document
    | Reading
    | Passages
    | Reuse
    | ProfileColumns
    | DayDocuments
    | DayProfiles
    | DayLayers
    | Similar
    | SimilarNotes
    | CopiedWords
    | DayCopies
    | Linked
    | LinkedReasons
    | LinkedNotes
    | Grouped
    | GroupedWeeks
    | GroupedNotes
    | FoundStory
    | Claim
    | GatheredStory
    | Story
    | Membership
    | Account
    | Entity
    | SourceChain
    | Happening
    | Comparison
    | Outline
    | Issue
    | Correction
)
RECORD_TYPES: dict[str, type[Record]] = {kind.__name__: kind for kind in get_args(Record)}

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Record] = msgspec.msgpack.Decoder(Record)


def encode(record: Record) -> bytes:
    """Return the canonical bytes of a record: the same record gives the same bytes everywhere."""
    return _encoder.encode(record)


def decode(raw: bytes) -> Record:
    """Return the record that `encode` wrote. Raises msgspec.DecodeError on anything else."""
    return _decoder.decode(raw)


class Encoded(NamedTuple):
    """A record as its bytes: how it travels between processes and lies in a store.

    kind: the name of its type. digest: of the body, 16 bytes.
    """

    id: str
    kind: str
    digest: bytes
    body: bytes


def encoded(record: Record) -> Encoded:
    """Return a record as its bytes."""
    body = encode(record)
    return Encoded(record.id, type(record).__name__, blake2b(body, digest_size=16).digest(), body)
