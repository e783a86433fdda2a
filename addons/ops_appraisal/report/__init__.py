from . import appraisal_form
