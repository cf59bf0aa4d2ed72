"""TOML definitions and a company's overlay into a checked catalog.

Files are read by ``source`` (with the line of every key from ``toml_lines``), laid over each other by
``assemble``, ``tables``, ``columns``, ``labels``, ``choices`` and ``overlay``, and judged as a whole by
``checks``. Whatever is wrong is collected and told at once, at a terminal by ``telling``.
"""

from __future__ import annotations

from pathlib import Path

from crossfoot_templates.approvals import with_approvals
from crossfoot_templates.loader import source
from crossfoot_templates.loader.assemble import lay
from crossfoot_templates.loader.checks import CHECKS
from crossfoot_templates.loader.drafts import Drafts
from crossfoot_templates.loader.errors import DefinitionError as DefinitionError
from crossfoot_templates.loader.errors import DefinitionErrors as DefinitionErrors
from crossfoot_templates.loader.errors import Place as Place
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.telling import told as told
from crossfoot_templates.model import Catalog


def load_catalog(overlay: Path | None = None) -> Catalog:
    """The shipped books, with every ``*.toml`` directly in the folder ``overlay`` laid over them by file name.

    Raises:
        DefinitionErrors: anything is wrong in any of the files; it lists everything that is.
    """
    problems = Problems()
    documents = source.shipped(problems)
    if overlay is not None:
        documents += source.laid_over(overlay, problems)
    return catalog_of(documents, problems)


def catalog_of(documents: list[source.Node], problems: Problems) -> Catalog:
    """The catalog of ``documents``, each laid over those before it.

    Raises:
        DefinitionErrors: anything is wrong, in them or in ``problems`` already.
    """
    drafts = Drafts()
    for document in documents:
        lay(document, drafts, problems)
    for check in CHECKS:
        check(drafts, problems)
    problems.raise_any()
    return with_approvals(drafts.finished())
