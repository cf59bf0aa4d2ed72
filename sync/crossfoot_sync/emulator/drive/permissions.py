"""The methods of ``permissions``: who may see and write a file."""

from __future__ import annotations

from dataclasses import replace

from crossfoot_sync.emulator.accounts import RANK, Role
from crossfoot_sync.emulator.call import Answer, Call
from crossfoot_sync.emulator.drive import fields
from crossfoot_sync.emulator.drive.file import File, Permission
from crossfoot_sync.emulator.errors import DriveError
from crossfoot_sync.emulator.http.message import Response
from crossfoot_sync.emulator.json_types import Json

_TYPES = ("user", "group", "domain", "anyone")


def listed(call: Call) -> Answer:
    """``permissions.list``."""
    file = _writable(call)
    answer = {"kind": "drive#permissionList", "permissions": [each.json() for each in file.permissions]}
    return fields.masked(answer, call.request.one("fields"), fields.PERMISSION_LIST)


def get(call: Call) -> Answer:
    """``permissions.get``."""
    found = _find(_writable(call), call.names["permission"])
    return fields.masked(found.json(), call.request.one("fields"), fields.PERMISSION)


def create(call: Call) -> Answer:
    """``permissions.create``: shares the file."""
    file, body = _writable(call), call.request.json()
    role = _role(body)
    if body.get("type") not in _TYPES:
        raise DriveError(400, "required", "The permission type field is required.", location="permission.type")
    if role == "owner":
        return _handed_over(call, file, body)
    added = Permission(
        body["type"],
        role,
        body.get("emailAddress", ""),
        body.get("domain", ""),
        _name(call, body),
        bool(body.get("allowFileDiscovery")),
    )
    if added.type in ("user", "group") and not added.email:
        raise DriveError(
            400,
            "invalid",
            "The specified emailAddress is invalid or not applicable for the given permission type.",
            location="permission.emailAddress",
        )
    file.permissions = [*[each for each in file.permissions if each.id != added.id], added]
    file.note(call.state.clock.now(), call.account)
    return fields.masked(added.json(), call.request.one("fields"), fields.PERMISSION)


def update(call: Call) -> Answer:
    """``permissions.update``: another role."""
    file, body = _writable(call), call.request.json()
    old = _find(file, call.names["permission"])
    role = _role(body)
    if role == "owner":
        return _handed_over(call, file, {"emailAddress": old.email})
    if old.role == "owner":
        raise _owner_stays()
    changed = replace(old, role=role)
    file.permissions = [changed if each is old else each for each in file.permissions]
    file.note(call.state.clock.now(), call.account)
    return fields.masked(changed.json(), call.request.one("fields"), fields.PERMISSION)


def delete(call: Call) -> Answer:
    """``permissions.delete``: nobody but the owner cannot be shut out."""
    file = _writable(call)
    old = _find(file, call.names["permission"])
    if old.role == "owner":
        raise _owner_stays()
    file.permissions = [each for each in file.permissions if each is not old]
    file.note(call.state.clock.now(), call.account)
    return Response(204)


def _handed_over(call: Call, file: File, body: Json) -> Json:
    if not call.request.true("transferOwnership"):
        raise DriveError(
            403,
            "forbidden",
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
            location="transferOwnership",
        )
    if file.role_of(call.account) != "owner":
        raise _insufficient()
    email = body.get("emailAddress", "")
    others = [each for each in file.permissions if each.email != email]
    new = Permission("user", "owner", email, name=_name(call, body))
    file.permissions = [*[replace(each, role="writer") if each.role == "owner" else each for each in others], new]
    file.note(call.state.clock.now(), call.account)
    return fields.masked(new.json(), call.request.one("fields"), fields.PERMISSION)


def _writable(call: Call) -> File:
    file = call.state.file(call.names["id"], call.account)
    role = file.role_of(call.account)
    if role is None or RANK[role] < RANK["writer"]:
        raise _insufficient()
    return file


def _find(file: File, permission_id: str) -> Permission:
    for each in file.permissions:
        if each.id == permission_id:
            return each
    raise DriveError(404, "notFound", f"Permission not found: {permission_id}.", location="permissionId")


def _role(body: Json) -> Role:
    role = next((each for each in RANK if each == body.get("role")), None)
    if role is None:
        raise DriveError(400, "required", "The permission role field is required.", location="permission.role")
    return role


def _name(call: Call, body: Json) -> str:
    account = call.state.accounts.get(body.get("emailAddress", "").lower())
    return account.name if account else ""


def _insufficient() -> DriveError:
    return DriveError(
        403, "insufficientFilePermissions", "The user does not have sufficient permissions for this file."
    )


def _owner_stays() -> DriveError:
    return DriveError(403, "cannotRemoveOwner", "The owner of a file cannot be removed.")
