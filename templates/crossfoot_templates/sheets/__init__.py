"""A book in a spreadsheet of Google: laid out, and mended where people took away what it needs.

Nothing is asked here: what the spreadsheet has comes in, and the requests that change it come out.
"""

from crossfoot_templates.sheets.laying_out import lay_out as lay_out
from crossfoot_templates.sheets.looking import LOOKING as LOOKING
from crossfoot_templates.sheets.looking import where_to_look as where_to_look
from crossfoot_templates.sheets.mending import mend as mend
from crossfoot_templates.sheets.present import LAYING_OUT as LAYING_OUT
from crossfoot_templates.sheets.present import MENDING as MENDING
from crossfoot_templates.sheets.settings import UnfitSpreadsheet as UnfitSpreadsheet
from crossfoot_templates.sheets.settings import unfit_settings as unfit_settings
