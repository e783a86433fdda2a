from . import appraisal_form
from . import duty_sheet
