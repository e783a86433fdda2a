from . import appraisal_form
from . import duty_sheet
from . import bonus_sheet
