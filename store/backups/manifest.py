"""What a backup says of itself. Pure. It comes from outside when it is read: all that it says is checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from store import revisions
from store.errors import Unusable

FORMAT: Final = 1
NAME: Final = "manifest.json"
DATABASE, SETTINGS, KEY = "earmark.db", "settings.json", "secret.key"
# A setting is a line and a key 44 letters; by judgement, not measured. The database is bounded by the disk.
MOST_BYTES: Final = {SETTINGS: 1_000_000, KEY: 10_000, NAME: 100_000}

Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file in a backup."""

    size_bytes: Count
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`earmark` is the version that made it, `schema` the database's migration, `counts` the rows of each table."""

    format: Count
    earmark: Annotated[str, Field(max_length=40)]
    schema: Annotated[str, Field(pattern="^[0-9]{4}_[a-z_0-9]{1,40}$")]
    made_at: AwareDatetime
    counts: Mapping[str, Count]
    parts: Mapping[str, Part]


_ADAPTER = TypeAdapter(Manifest)


def written(manifest: Manifest) -> bytes:
    return _ADAPTER.dump_json(manifest, indent=1)


def parsed(text: bytes) -> Manifest:
    """Raises Unusable when it is none, or of a newer Earmark."""
    try:
        manifest = _ADAPTER.validate_json(text)
    except ValidationError as error:
        raise Unusable("its manifest cannot be read") from error
    if manifest.format > FORMAT or manifest.schema not in revisions.known():
        raise Unusable(
            f"a newer Earmark made it (version {manifest.earmark}, schema {manifest.schema}; this one knows schemas up "
            f"to {revisions.newest()}): bring Earmark up to date, then restore"
        )
    if DATABASE not in manifest.parts or set(manifest.parts) - {DATABASE, SETTINGS, KEY}:
        raise Unusable("its manifest names other parts than a backup has")
    if any(part.size_bytes > MOST_BYTES.get(name, part.size_bytes) for name, part in manifest.parts.items()):
        raise Unusable("a part of it is larger than such a part can be")
    return manifest
