from . import test_engine_cycle
from . import test_bonus, test_promotion
from . import test_accountability, test_coverage
