"""model: which language models there are, an exam, and which one writes."""

import typer

from commands.model import listing, rehearing, rewriting, trying, using

model = typer.Typer(no_args_is_help=True, help="Find, examine and set the language model that writes insights.")
model.command("list")(listing.list_models)
model.command("try")(trying.try_model)
model.command("use")(using.use)
model.command("rewrite")(rewriting.rewrite_now)
model.command("hear-again")(rehearing.hear_again_now)
