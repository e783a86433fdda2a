from . import test_engine_cycle, test_engine_flow
from . import test_bonus, test_promotion
from . import test_accountability, test_coverage
