from . import test_backend_opens
from . import test_cost_hoot
from . import test_cost_screens
