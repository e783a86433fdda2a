from . import test_live_server
from . import test_reference_company
from . import test_contract_flow
from . import test_contract_demo
from . import test_appraisal_demo
