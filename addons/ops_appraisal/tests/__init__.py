from . import test_engine_cycle, test_engine_flow
from . import test_screens
