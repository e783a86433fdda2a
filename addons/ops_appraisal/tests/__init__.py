from . import test_count
from . import test_excel
from . import test_job
from . import test_kpi
from . import test_library
from . import test_library_access
from . import test_profile
from . import test_scale
