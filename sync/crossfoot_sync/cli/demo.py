"""``crossfoot demo``."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click
from rich.console import Console

from crossfoot_sync.cli.failing import failing
from crossfoot_sync.demo import words
from crossfoot_sync.demo.server import ServerProcess
from crossfoot_sync.demo.story import Story
from crossfoot_templates.terminal import terminal_language


@click.command(short_help="Run the worked example.")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("demo-company"), show_default=True
)
@click.option(
    "--port", default=0, type=click.IntRange(0, 65535), help="Port of the server; any free one when left out."
)
@click.option("--no-serve", is_flag=True, help="End the server when the story has been told.")
def demo(folder: Path, port: int, no_serve: bool) -> None:
    """Make a small company, give three people workbooks, let them work, sync, disagree and settle it.

    The folder is made anew each time. The server goes on until Ctrl-C.
    """
    out = Console(highlight=False, soft_wrap=True)
    # whoever ends this program ends its server too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    story = Story(folder.resolve(), out, terminal_language())
    with failing():
        story.prepare()
        server = ServerProcess(story.store, story.folder / "server.log", port)
        try:
            story.tell(server)
            if no_serve:
                out.print(f"  {story.said(words.OVER, command=story.serve_command(server.address))}")
            else:
                out.print(f"\n{story.said(words.SERVING, address=server.address)}")
                server.wait()
        except KeyboardInterrupt:
            out.print(story.said(words.ENDED))
        finally:
            server.stop()
