from . import duty_sheet
