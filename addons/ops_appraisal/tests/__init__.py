from . import test_engine_cycle
from . import test_screens
