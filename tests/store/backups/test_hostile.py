"""Files that are no backup, or were made to do harm: each is one sentence, and leaves nothing outside its folder."""

import json
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest

from store.backups.archive import Place, write
from store.backups.unpacking import inspected, unpack, verified
from store.errors import Mistake, Unusable
from tests.worlds import page_world

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def good(tmp_path):
    """The members of a backup, by name."""
    folder = tmp_path / "data"
    page_world.fill(folder)
    write(Place(folder=folder, database=folder / "earmark.db", earmark="0.1.0"), tmp_path / "good.zip", NOON)
    with ZipFile(tmp_path / "good.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def refused(tmp_path):
    """Tries to restore an archive of those members; gives the sentence."""
    into = tmp_path / "into"
    into.mkdir()

    def tried(members, compression=ZIP_DEFLATED) -> str:
        with ZipFile(tmp_path / "bad.zip", "w", compression) as archive:
            for name, content in members:
                archive.writestr(name, content)
        with pytest.raises(Unusable) as told:
            unpack(tmp_path / "bad.zip", into)
        assert {path.name for path in into.iterdir()} <= {"earmark.db", "settings.json", "secret.key"}
        assert {path.name for path in tmp_path.iterdir()} <= {"data", "good.zip", "bad.zip", "into"}
        return str(told.value)

    return tried


def changed(good, **facts) -> list[tuple[str, bytes]]:
    manifest = {**json.loads(good["manifest.json"]), **facts}
    return [*((n, c) for n, c in good.items() if n != "manifest.json"), ("manifest.json", json.dumps(manifest))]


def with_part(good, name: str, content: bytes) -> list[tuple[str, bytes]]:
    """The backup with such a part, of which its manifest tells the truth."""
    parts = json.loads(good["manifest.json"])["parts"]
    parts[name] = {"size_bytes": len(content), "sha256": sha256(content).hexdigest()}
    kept = [(n, c) for n, c in changed(good, parts=parts) if n != name]
    return [(name, content), *kept]


@pytest.mark.parametrize(
    "name",
    ["../outside", "/etc/outside", "a/../../outside", "index/CURRENT", "..\\outside", "recognisers/base/model.bin"],
)
def test_a_member_of_another_name_is_refused_though_the_manifest_names_it(good, refused, name):
    assert "other parts" in refused(with_part(good, name, b"x"))


def test_a_member_that_the_manifest_does_not_name_is_refused(good, refused):
    assert "other files" in refused([*good.items(), ("../outside", b"x")])


def test_a_member_that_comes_twice_is_refused(good, refused):
    with pytest.warns(UserWarning, match="Duplicate"):
        assert "other files" in refused([*good.items(), ("earmark.db", b"x")])


def test_a_link_is_no_link_any_more(good, tmp_path):
    link = ZipInfo("settings.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    parts = json.loads(good["manifest.json"])["parts"]
    target = b"/etc/passwd"
    parts["settings.json"] = {"size_bytes": len(target), "sha256": sha256(target).hexdigest()}
    with ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(link, target)
        archive.writestr("earmark.db", good["earmark.db"])
        archive.writestr("manifest.json", dict(changed(good, parts=parts))["manifest.json"])
    into = tmp_path / "into"
    into.mkdir()

    unpack(tmp_path / "bad.zip", into)

    assert not (into / "settings.json").is_symlink()
    assert (into / "settings.json").read_bytes() == target


def test_what_would_grow_without_end_is_refused_before_it_does(good, refused):
    assert "too large" in refused(with_part(good, "earmark.db", bytes(60_000_000)))


def test_settings_larger_than_settings_are_refused(good, refused):
    assert "larger" in refused(with_part(good, "settings.json", b"x" * 1_000_001))


def test_more_than_the_manifest_says_is_refused(good, refused):
    parts = json.loads(good["manifest.json"])["parts"]
    parts["earmark.db"]["size_bytes"] -= 1

    assert "size" in refused(changed(good, parts=parts))


def test_another_way_of_packing_is_refused(good, refused):
    assert "packed" in refused(good.items(), ZIP_LZMA)


def test_a_changed_part_is_refused(good, refused):
    spoilt = good["earmark.db"][:-1] + b"\x01"

    assert "SHA-256" in refused([*((n, c) for n, c in good.items() if n != "earmark.db"), ("earmark.db", spoilt)])


def test_a_damaged_database_is_refused_though_its_sum_is_right(good, refused):
    pages = bytearray(good["earmark.db"])
    pages[5 * 4096 : 7 * 4096] = b"\xff" * 8192

    assert "damaged" in refused(with_part(good, "earmark.db", bytes(pages)))


def test_a_database_that_would_act_by_itself_is_refused(good, refused, tmp_path):
    file = tmp_path / "data" / "acting.db"
    file.write_bytes(good["earmark.db"])
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("CREATE TRIGGER own AFTER INSERT ON facts BEGIN DELETE FROM insights; END")
        opened.commit()

    assert "triggers" in refused(with_part(good, "earmark.db", file.read_bytes()))


def test_counts_that_are_not_those_of_the_database_are_refused(good, refused):
    assert "not the one" in refused(changed(good, counts={"shows": 7}))


@pytest.mark.parametrize("facts", [{"schema": "9999_later"}, {"format": 2}])
def test_a_newer_earmark_s_is_told_as_that(good, refused, facts):
    assert "newer Earmark" in refused(changed(good, **facts))


@pytest.mark.parametrize(
    "manifest", [b"", b"{", b"[]", b"[" * 90_000, b'{"format": "1"}', b"\xff\xfe", b'{"format": -1}', b" " * 200_000]
)
def test_a_manifest_that_is_none_is_told(good, refused, manifest):
    refused([*((n, c) for n, c in good.items() if n != "manifest.json"), ("manifest.json", manifest)])


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"PK\x03\x04" + b"\x00" * 40, b"nothing of the kind" * 9])
def test_what_is_no_zip_is_told(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)

    with pytest.raises(Unusable, match=r"a\.zip"):
        inspected(tmp_path / "a.zip")


@pytest.mark.parametrize("at", [30, 200, 3000, -30])
def test_a_file_cut_off_or_with_a_wrong_byte_is_told(good, tmp_path, at):
    whole = (tmp_path / "good.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:at])
    (tmp_path / "wrong.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at:][1:])

    with pytest.raises(Unusable):
        verified(tmp_path / "cut.zip")
    with pytest.raises(Unusable):
        verified(tmp_path / "wrong.zip")


def test_a_file_that_is_not_there_is_the_person_s_mistake(tmp_path):
    with pytest.raises(Mistake, match="no file"):
        inspected(tmp_path / "none.zip")
