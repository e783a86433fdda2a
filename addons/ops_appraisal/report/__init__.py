from . import bonus_sheet
