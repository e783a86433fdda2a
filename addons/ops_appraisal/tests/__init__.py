from . import test_engine_cycle, test_engine_flow, test_engine_privacy

# screens
from . import test_form_print, test_screens
