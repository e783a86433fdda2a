from . import assessment_sheet, settlement_sheet
