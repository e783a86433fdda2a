from . import test_live_server
from . import test_reference_company
