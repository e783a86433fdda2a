from . import ops_approval_reject
from . import ops_holiday_import
from . import ops_holiday_import_line
