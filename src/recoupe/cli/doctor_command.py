"""`recoupe doctor`: is the store sound, what could not be read, which versions are at work."""

from __future__ import annotations

import platform
from typing import Any

import click

from recoupe import __version__
from recoupe.cli.base import (
    EXIT_PARTLY,
    EXIT_STORE,
    Interface,
    interface,
    json_option,
    make_command,
    reading_store,
)
from recoupe.messages import Catalogue


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    return make_command("doctor", catalogue, call=examine, params=[json_option(catalogue)])


def examine(*, as_json: bool) -> int:
    """Say how the store is. Exit code 4 when it is damaged, 3 when articles could not be read."""
    face = interface()
    import apsw

    from recoupe.packs import load_packs

    facts: dict[str, Any] = {
        "schema": "recoupe/1",
        "kind": "health",
        "version": __version__,
        "python": platform.python_version(),
        "sqlite": apsw.sqlite_lib_version(),
        "packs": [
            {"language": p.language, "name": p.name, "digest": p.digest, "covers": list(p.covers)}
            for p in load_packs().values()
        ],
        "store": str(face.store_path),
        "exists": face.store_path.is_file(),
        "damage": [],
        "issues": [],
    }
    if facts["exists"]:
        facts.update(_of_store(face))
    if as_json:
        face.show_json(facts)
    else:
        _show(face, facts)
    if facts["damage"]:
        return EXIT_STORE
    from recoupe.cli.add_command import FAILED_CODES

    return EXIT_PARTLY if any(issue["code"] in FAILED_CODES for issue in facts["issues"]) else 0


def _of_store(face: Interface) -> dict[str, Any]:
    from recoupe.cli.shelf import Shelf
    from recoupe.dossier.as_json import issue_object
    from recoupe.store.check import check_store

    health = check_store(face.store_path)
    found: dict[str, Any] = {
        "damage": list(health.problems),
        "counts": dict(health.counts),
        "waiting": health.waiting,
        "size_bytes": health.size_bytes,
        "store_version": health.schema_version,
    }
    if not health.problems:
        with reading_store(face) as store:
            found["issues"] = [issue_object(i, face.catalogue) for i in Shelf(store, face.catalogue).issues]
    return found


def _show(face: Interface, facts: dict[str, Any]) -> None:
    text = face.text
    face.show(text("doctor.title", version=facts["version"]))
    face.show(text("doctor.python", python=facts["python"], sqlite=facts["sqlite"]))
    for pack in facts["packs"]:
        about = {"language": pack["language"], "name": pack["name"], "digest": pack["digest"][:12]}
        face.show(text("doctor.pack", **about))
        face.show("  " + text("doctor.covers", stages=", ".join(pack["covers"])))
    if not facts["exists"]:
        face.show(text("doctor.no_store", path=facts["store"]))
        return
    face.show(text("doctor.store", path=facts["store"]))
    for detail in facts["damage"]:
        face.show(text("doctor.unsound", detail=detail))
    if facts["damage"]:
        return
    face.show(text("doctor.sound"))
    counts = facts["counts"]
    held = {
        "articles": counts.get("Document", 0),
        "stories": counts.get("Story", 0),
        "records": sum(counts.values()),
    }
    face.show(", ".join(text(f"count.{what}", n=n) for what, n in held.items()))
    if facts["waiting"]:
        face.show(text("doctor.stale"))
    if not facts["issues"]:
        face.show(text("doctor.all_read"))
        return
    face.show(text("doctor.issues", n=len(facts["issues"])))
    for issue in facts["issues"]:
        face.show("  " + text("joined.named", what=issue["input"], text=issue["detail"]))
    face.show(text("doctor.next"))
