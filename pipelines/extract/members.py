"""The context of a file that lies in an archive: what the archive, its folders and its own name say of it."""

from __future__ import annotations

from pathlib import PurePosixPath

import msgspec

from pipelines.extract.context import Context
from pipelines.extract.titles import any_of, clean_name, read_title, title_year

_ORGANISATION = any_of("organisation")


def member_context(archive: Context, path: str, parent_sha256: str) -> Context:
    """The context in which a member is read.

    A folder named after an organisation is its department; then a title of the whole archive that names another one
    (the finance bureau that packed it) is no witness.

    Args:
        archive: the context of the outermost archive.
        path: the member's name with its folders and the archives inside the archive that it lies in.
        parent_sha256: the archive that it lies in directly.
    """
    folders = [PurePosixPath(part).stem for part in reversed(PurePosixPath(path).parts[:-1])]
    own = next((name for folder in folders if (name := _organisation(folder))), None)
    title = archive.link_title or PurePosixPath(archive.file).stem
    around = [*folders, title, archive.parent_title or ""]
    is_anothers = own is not None and read_title(title).department is not None
    return msgspec.structs.replace(
        archive,
        file=path,
        link_title=None,
        parent_title=None if is_anothers else title,
        parent_sha256=parent_sha256,
        department=own or archive.department,
        fiscal_year=archive.fiscal_year or next((year for text in around if (year := title_year(text))), None),
    )


def _organisation(folder: str) -> str | None:
    """The organisation that a folder is named after, alone or in a title."""
    name = read_title(folder).department or clean_name(folder)
    return name if name and _ORGANISATION.search(name) else None
