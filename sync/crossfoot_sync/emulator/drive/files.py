"""The methods of ``files``, and ``about.get``."""

from __future__ import annotations

from crossfoot_sync.emulator.accounts import RANK
from crossfoot_sync.emulator.call import Answer, Call
from crossfoot_sync.emulator.drive import fields
from crossfoot_sync.emulator.drive.file import SPREADSHEET, File
from crossfoot_sync.emulator.drive.queries import matches
from crossfoot_sync.emulator.errors import DriveError, storage_full
from crossfoot_sync.emulator.http.message import Response
from crossfoot_sync.emulator.json_types import Json

_KEPT = ("description", "starred", "appProperties", "properties")


def get(call: Call) -> Answer:
    """``files.get``; ``version`` grows with every change."""
    file = call.state.file(call.names["id"], call.account)
    return _shown(call, file, fields.FILE)


def listed(call: Call) -> Answer:
    """``files.list``: what the caller may see, the last changed first."""
    query, size = call.request.one("q"), int(call.request.one("pageSize") or 100)
    seen = [each for each in reversed(call.state.files.values()) if each.role_of(call.account) is not None]
    found = [each for each in seen if matches(query, each)]
    start = int(call.request.one("pageToken") or 0)
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(found):
        answer["nextPageToken"] = str(start + size)
    page = found[start : start + size]
    answer["files"] = [each.json(call.account, call.state.told_until()) for each in page]
    return fields.masked(answer, call.request.one("fields"), fields.FILE_LIST)


def create(call: Call) -> Answer:
    """``files.create``, of spreadsheets."""
    body = call.request.json()
    if body.get("mimeType", SPREADSHEET) != SPREADSHEET:
        raise DriveError(400, "badRequest", "The emulator keeps spreadsheets only.")
    parents = tuple(body.get("parents", ()))
    _check_storage(call, parents)
    file = call.state.create(body.get("name", "Untitled"), call.account, parents)
    return _shown(call, file, fields.FILE)


def copy(call: Call) -> Answer:
    """``files.copy``: the caller owns the copy; who else may see the original is not copied."""
    source = call.state.file(call.names["id"], call.account)
    body = call.request.json()
    parents = tuple(body.get("parents", source.parents if source.drive_id else ()))
    _check_storage(call, parents)
    title = body.get("name") or f"Copy of {source.book.title}"
    file = call.state.create(title, call.account, parents)
    own = file.book
    file.book = source.book.copy()
    file.book.id, file.book.ids = own.id, own.ids
    file.book.properties = {**source.book.properties, "title": title}
    return _shown(call, file, fields.FILE)


def update(call: Call) -> Answer:
    """``files.update``: its name, the bin, its folders, and notes on it."""
    file = call.state.file(call.names["id"], call.account)
    body = call.request.json()
    _need(call, file, "writer")
    if "trashed" in body:
        _need(call, file, "organizer")
        file.trashed = bool(body["trashed"])
    book = file.book.copy()
    if body.get("name"):
        book.properties = {**book.properties, "title": body["name"]}
    file.properties |= {name: body[name] for name in _KEPT if name in body}
    gone = call.request.one("removeParents").split(",")
    added = [each for each in call.request.one("addParents").split(",") if each]
    file.parents = (*[each for each in file.parents if each not in gone], *added)
    call.state.commit(file, book, call.account)
    return _shown(call, file, fields.FILE)


def delete(call: Call) -> Answer:
    """``files.delete``: for good; only its owner may."""
    file = call.state.file(call.names["id"], call.account)
    _need(call, file, "organizer")
    del call.state.files[file.book.id]
    return Response(204)


def comments(call: Call) -> Answer:
    """``comments.list``: the emulator keeps no comments, so there are none."""
    call.state.file(call.names["id"], call.account)
    if not call.request.one("fields"):
        raise _fields_required()
    return fields.masked({"kind": "drive#commentList", "comments": []}, call.request.one("fields"), "*")


def about(call: Call) -> Answer:
    """``about.get``: who the caller is, and how much storage is left."""
    if not call.request.one("fields"):
        raise _fields_required()
    limit = "0" if call.account.service else "16106127360"
    answer: Json = {
        "kind": "drive#about",
        "user": call.account.json(me=True),
        "storageQuota": {"limit": limit, "usage": "0", "usageInDrive": "0", "usageInDriveTrash": "0"},
    }
    return fields.masked(answer, call.request.one("fields"), "*")


def _shown(call: Call, file: File, default: str) -> Json:
    return fields.masked(file.json(call.account, call.state.told_until()), call.request.one("fields"), default)


def _check_storage(call: Call, parents: tuple[str, ...]) -> None:
    in_shared_drive = any(each in call.state.shared_drives for each in parents)
    if call.account.service and not in_shared_drive and not call.state.service_accounts_own_files:
        raise storage_full()


def _need(call: Call, file: File, role: str) -> None:
    own = file.role_of(call.account)
    if own is None or RANK[own] < {"writer": 3, "organizer": 4}[role]:
        raise DriveError(
            403, "insufficientFilePermissions", "The user does not have sufficient permissions for this file."
        )


def _fields_required() -> DriveError:
    return DriveError(400, "required", "The 'fields' parameter is required for this method.", location="fields")
