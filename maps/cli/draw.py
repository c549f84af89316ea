"""`ceaseline draw`: the line edited by hand on the map, in the browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceaseline.maps.cli._app import MAKE, root
from ceaseline.maps.cli._complete import themes
from ceaseline.maps.cli._options import (
    Depth,
    Language,
    PlacementName,
    ProposalFile,
    Rights,
    meant,
    zone_settings,
)

if TYPE_CHECKING:
    from ceaseline.layers.session import Desk
    from ceaseline.maps.drawing.guard import Gate


@root.command(rich_help_panel=MAKE)
def draw(
    placement: PlacementName = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The copy that is edited; NAME-drawn.geojson of a library placement. A file is "
            "edited where it is.",
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="HOST",
            help="The address or name to be opened; any but this machine's own needs TLS.",
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="0 for a free one.")] = 0,
    certificate: Annotated[
        Path | None,
        typer.Option("--certificate", metavar="FILE", help="Of TLS, as PEM; with --key."),
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="Its private key, as PEM.")
    ] = None,
    insecure_host: Annotated[
        bool,
        typer.Option(
            "--insecure-host",
            help="Serve another --host without TLS. The risk: everybody on the network between can "
            "read and change what you draw, and take the session over.",
        ),
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address, and open nothing.")
    ] = False,
    lang: Language = "en",
    theme: Annotated[
        str, typer.Option("--theme", autocompletion=themes, help="auto, light or dark.")
    ] = "auto",
    depth_km: Depth = None,
    proposal: ProposalFile = None,
    i_have_rights: Rights = False,
) -> None:
    """Edit a line by hand on the map, with its figures as it moves.

    The map opens in the browser, from a program on this machine that answers nobody else. Every
    edit is at once in a journal beside the file; the file itself changes when you save. Ctrl-C ends
    it. Needs the extra: pip install 'ceaseline[draw]'.
    """
    from ceaseline.maps.drawing.begin import begin, serving

    serving()
    from ceaseline.layers.provisions import proposal as read_proposal
    from ceaseline.maps.cli._output import note
    from ceaseline.maps.drawing.serve import Where, listen, server
    from ceaseline.maps.drawing.work import Work
    from ceaseline.maps.page.render import Look
    from ceaseline.maps.text.language import tongue

    where = Where(host, port, certificate, key, insecure_host)
    look, study = Look(lang=tongue(lang).code, theme=theme), read_proposal(proposal)
    zone = zone_settings(depth_km, study)
    listening = listen(where)
    with listening.socket:
        desk = begin(meant(placement), output, study, zone)
        try:
            if desk.resumed:
                note(f"Unsaved edits of an earlier session are made again: {desk.resumed}.")
            if where.exposed:
                note("Everybody on the network between can read and change what you draw.")
            gate = listening.gate
            made = server(
                Work(desk, look, i_have_rights=i_have_rights),
                listening,
                where,
                lambda: _open(gate, browser=not no_browser),
            )
            made.run(sockets=[listening.socket])
        finally:
            desk.close()
    note(_told_at_the_end(desk))
    _raise_again(made.signal)


def _open(gate: "Gate", *, browser: bool) -> None:
    """Print the address, and open the browser."""
    import threading
    import webbrowser

    from ceaseline.maps.cli._working import quiet

    quiet()
    typer.echo(f"The editor is at {gate.address}\nCtrl-C ends it.")
    if browser:
        threading.Thread(target=webbrowser.open, args=(gate.address_once,), daemon=True).start()


def _told_at_the_end(desk: "Desk") -> str:
    from ceaseline.layers.session.desk import journal_of

    journal = journal_of(desk.file)
    if journal.exists() and not desk.unsaved:
        return f"Ended with every edit saved; {journal} keeps your checkpoints."
    if journal.exists():
        return (
            f"Ended with edits that are not saved; {journal} keeps them, and the same command goes "
            "on with them."
        )
    if desk.file.exists():
        return f"Ended; {desk.file} holds every edit."
    return f"Ended; nothing was edited, and {desk.file} was not written."


def _raise_again(number: int | None) -> None:
    """End as the system told the program to, where that was not Ctrl-C."""
    import signal

    if number is not None and number != signal.SIGINT:
        signal.raise_signal(number)
