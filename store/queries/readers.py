"""Queries on who reads here: whom a login lets in, and whoever reads no more."""

from sqlalchemy import Connection, delete, func, select, update

from store.records.readers import Reader
from store.schema.readers import readers


def by_login(connection: Connection, login: str) -> Reader | None:
    row = connection.execute(select(readers).where(readers.c.login == login)).one_or_none()
    return Reader(**row._mapping) if row else None


def give_login(connection: Connection, reader_id: int, login: str | None) -> None:
    """In place of an earlier one; None lets the reader in no more."""
    connection.execute(update(readers).where(readers.c.id == reader_id).values(login=login))


def with_logins(connection: Connection) -> int:
    """How many could sign in."""
    return connection.execute(select(func.count(readers.c.login))).scalar_one()


def remove(connection: Connection, reader_id: int) -> None:
    """With all that is theirs: digests, feedback, follows, saved, secret addresses."""
    connection.execute(delete(readers).where(readers.c.id == reader_id))
