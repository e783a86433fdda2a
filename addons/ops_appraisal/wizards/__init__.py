from . import (
    ops_appraisal_reason,
    ops_appraisal_reassign,
    ops_appraisal_invite,
    ops_appraisal_decide,
    ops_appraisal_publish,
)
from . import ops_job_template_use, ops_kpi_profile_end
from . import (
    ops_accountability_step,
    ops_promotion_decide,
)
