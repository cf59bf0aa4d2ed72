"""Sign in, New book and Help: what works beside any workbook."""

from __future__ import annotations

from importlib.metadata import version

from crossfoot_addin.commands.called import Called
from crossfoot_addin.commands.words import word
from crossfoot_sync.client.books import connect, new_book
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.phrases import counted
from crossfoot_sync.client.server import Server, Transport
from crossfoot_sync.client.signing_in import ask_to_sign_in, this_program, was_let_in
from crossfoot_templates.label import BETWEEN

SUFFIX = ".xlsx"


def sign_in(called: Called) -> str:
    """Ask for a server and a token, try them, and remember the token. Without a token a code is shown instead."""
    language, window = called.language, called.window
    address = window.ask(word("which_server", language), _known_server(called))
    if not address:
        return word("not_signed_in", language)
    server = address.strip().rstrip("/")
    token = window.ask(word("which_token", language, server=server))
    if token is None:
        return word("not_signed_in", language)
    window.status(word("asking", language))
    transport = HttpTransport(server)
    token = token.strip() or _by_code(called, transport)
    if token is None:
        return word("not_signed_in", language)
    who = Server(transport, token).me()
    called.credentials.keep(server, token)
    said = word("signed_in", language, server=server, name=who.name)
    window.tell(said)
    return said


def _by_code(called: Called, transport: Transport) -> str | None:
    """The token of a code that somebody lets in; ``None`` where nobody is waited for any longer.

    Excel waits while a command runs, so its user says when to look.
    """
    language, window = called.language, called.window
    asked = ask_to_sign_in(transport, this_program("crossfoot (Excel)"))
    question = "let_me_in"
    while window.confirm(word(question, language, code=asked.code, minutes=asked.seconds // 60)):
        token = was_let_in(transport, asked)
        if token is not None:
            return token
        question = "not_let_in_yet"
    return None


def make_book(called: Called) -> str:
    """Make a workbook where its user says, filled with what they may see, and open it."""
    language, window = called.language, called.window
    address = _known_server(called) or window.ask(word("which_server", language))
    if not address:
        return word("not_made", language)
    server = connect(address.strip(), called.credentials)
    who = server.me()
    if not who.books:
        return _no(called, word("no_books", language, name=who.name))
    book, names = who.books[0], BETWEEN[language].join(who.books)
    if len(who.books) > 1:
        book = (window.ask(word("which_book", language, books=names), book) or "").strip()
    if book and book not in who.books:
        return _no(called, word("no_such_book", language, book=book, books=names))
    path = window.where_to_save(word("where_to", language), f"{book}{SUFFIX}") if book else None
    if path is None:
        return word("not_made", language)
    path = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
    if path.exists():
        return _no(called, word("there_already", language, path=path))
    window.status(word("asking", language))
    report = new_book(path, book, server, who.language)
    window.open(path)
    rows = sum(table.rows for table in report.tables)
    return word("made", language, name=path.name, count=counted(rows, "row", language))


def show_help(called: Called) -> str:
    """Say what the buttons do."""
    called.window.tell(word("help", called.language, version=version("crossfoot")))
    return ""


def _no(called: Called, why: str) -> str:
    called.window.tell(why)
    return why


def _known_server(called: Called) -> str:
    """The one server that there is a token for; empty where there is none, or more than one."""
    try:
        return called.credentials.only_server()
    except ClientError:
        return ""
