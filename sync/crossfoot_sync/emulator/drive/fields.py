"""Field masks of Drive: without one only a few fields come back."""

from __future__ import annotations

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.errors import BadFieldError, DriveError
from crossfoot_sync.emulator.json_types import Json

FILE = "kind,id,name,mimeType"
FILE_LIST = "kind,nextPageToken,incompleteSearch,files(kind,id,name,mimeType)"
PERMISSION = "kind,id,type,role"
PERMISSION_LIST = "kind,nextPageToken,permissions(kind,id,type,role)"


def masked(value: Json, fields: str, default: str) -> Json:
    """Of an answer what the request asks for.

    Raises:
        DriveError: the mask cannot be read.
    """
    try:
        shown: Json = fieldmask.picked(value, fieldmask.parsed(fields or default))
    except BadFieldError:
        raise DriveError(400, "invalidParameter", f"Invalid field selection {fields}", location="fields") from None
    return shown
