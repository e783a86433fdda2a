from . import test_contract_portal
from . import test_backend_opens
from . import test_cost_hoot
from . import test_cost_screens
from . import test_contract_screens
from . import test_appraisal_screens
from . import test_every_menu
