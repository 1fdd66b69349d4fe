"""Small named facts about this installation."""

from sqlalchemy import Connection, select

from store.schema.upkeep import facts


def get(connection: Connection, name: str) -> str | None:
    return connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar_one_or_none()


def drop(connection: Connection, name: str) -> None:
    connection.execute(facts.delete().where(facts.c.name == name))


def put(connection: Connection, name: str, value: str) -> None:
    connection.execute(facts.delete().where(facts.c.name == name))
    connection.execute(facts.insert().values(name=name, value=value))
