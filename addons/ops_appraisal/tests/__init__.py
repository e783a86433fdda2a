from . import test_engine_cycle
