"""Which requests there are, and a list of them carried out in order."""

from __future__ import annotations

from collections.abc import Callable

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import BadFieldError, InvalidArgumentError
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.requests import (
    banding,
    borders,
    cells,
    conditional,
    dimensions,
    filters,
    finding,
    groups,
    merging,
    metadata,
    named_ranges,
    pasting,
    protecting,
    sheets,
    sorting,
    texts,
    validation,
)

OneRequest = Callable[[Edit, Json], Json | None]
REQUESTS: dict[str, OneRequest] = {
    "addBanding": banding.add_banding,
    "addConditionalFormatRule": conditional.add_rule,
    "addDimensionGroup": groups.add_group,
    "addNamedRange": named_ranges.add_named_range,
    "addProtectedRange": protecting.add_protected_range,
    "addSheet": sheets.add_sheet,
    "appendCells": cells.append_cells,
    "appendDimension": dimensions.append,
    "autoResizeDimensions": dimensions.auto_resize,
    "clearBasicFilter": filters.clear_basic_filter,
    "copyPaste": pasting.copy_paste,
    "createDeveloperMetadata": metadata.create,
    "cutPaste": pasting.cut_paste,
    "deleteBanding": banding.delete_banding,
    "deleteConditionalFormatRule": conditional.delete_rule,
    "deleteDeveloperMetadata": metadata.delete,
    "deleteDimension": dimensions.delete,
    "deleteDimensionGroup": groups.delete_group,
    "deleteNamedRange": named_ranges.delete_named_range,
    "deleteProtectedRange": protecting.delete_protected_range,
    "deleteSheet": sheets.delete_sheet,
    "duplicateSheet": sheets.duplicate_sheet,
    "findReplace": finding.find_replace,
    "insertDimension": dimensions.insert,
    "mergeCells": merging.merge,
    "moveDimension": dimensions.move,
    "repeatCell": cells.repeat_cell,
    "setBasicFilter": filters.set_basic_filter,
    "setDataValidation": validation.set_data_validation,
    "sortRange": sorting.sort_range,
    "textToColumns": texts.text_to_columns,
    "trimWhitespace": texts.trim_whitespace,
    "unmergeCells": merging.unmerge,
    "updateBanding": banding.update_banding,
    "updateBorders": borders.update_borders,
    "updateCells": cells.update_cells,
    "updateConditionalFormatRule": conditional.update_rule,
    "updateDeveloperMetadata": metadata.update,
    "updateDimensionGroup": groups.update_group,
    "updateDimensionProperties": dimensions.update_properties,
    "updateNamedRange": named_ranges.update_named_range,
    "updateProtectedRange": protecting.update_protected_range,
    "updateSheetProperties": sheets.update_sheet_properties,
    "updateSpreadsheetProperties": sheets.update_spreadsheet_properties,
}


NOT_CARRIED_OUT = frozenset(
    {
        "addChart",
        "addCommentReply",
        "addDataSource",
        "addFilterView",
        "addSlicer",
        "addTable",
        "autoFill",
        "cancelDataSourceRefresh",
        "deleteComment",
        "deleteCommentReply",
        "deleteDataSource",
        "deleteDuplicates",
        "deleteEmbeddedObject",
        "deleteFilterView",
        "deleteRange",
        "deleteTable",
        "duplicateFilterView",
        "insertComment",
        "insertRange",
        "pasteData",
        "randomizeRange",
        "refreshDataSource",
        "updateChartSpec",
        "updateCommentPost",
        "updateDataSource",
        "updateEmbeddedObjectBorder",
        "updateEmbeddedObjectPosition",
        "updateFilterView",
        "updateSlicerSpec",
        "updateTable",
    }
)


def carry_out(edit: Edit, requests: list[Json]) -> list[Json]:
    """Carry out requests one after the other on the copy; one reply for each.

    Raises:
        InvalidArgumentError: one of them cannot be; the message says which. The copy is of no use then.
    """
    replies: list[Json] = []
    for at, request in enumerate(requests):
        if len(request) != 1:
            raise InvalidArgumentError(f"Invalid requests[{at}]: exactly one kind of request must be set.")
        ((kind, body),) = request.items()
        one = REQUESTS.get(kind)
        if kind in NOT_CARRIED_OUT:
            raise InvalidArgumentError(f"Invalid requests[{at}]: the emulator does not carry out {kind}.")
        if one is None:
            raise BadFieldError.unknown(f"requests[{at}]", kind)
        try:
            reply = one(edit, body)
        except InvalidArgumentError as error:
            raise error.inside(f"requests[{at}].{kind}") from None
        except KeyError as missing:
            name = missing.args[0]
            raise InvalidArgumentError(f"Invalid requests[{at}].{kind}: {name} must be specified.") from None
        replies.append({} if reply is None else {kind: reply})
    return replies
