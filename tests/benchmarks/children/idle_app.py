"""The least that a command line with two commands can be."""

import typer

app = typer.Typer()


@app.command()
def rest() -> None:
    """Do nothing."""


@app.command()
def sleep() -> None:
    """Do nothing either."""


app()
