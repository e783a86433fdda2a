from . import (
    test_count,
    test_engine_360,
    test_engine_appeal,
    test_engine_company,
    test_engine_cycle,
    test_engine_flow,
    test_engine_guards,
    test_engine_measure,
    test_engine_privacy,
    test_engine_privacy_hr,
    test_engine_publish,
    test_engine_race,
    test_engine_reassign,
    test_engine_remind,
    test_engine_rollup,
    test_engine_sets,
    test_excel,
    test_job,
    test_kpi,
    test_library,
    test_library_access,
    test_profile,
    test_scale,
)

# screens
from . import test_form_print, test_screen_words, test_screens
from . import test_access_matrix, test_audit
from . import test_mass_assignment, test_public_methods
from . import test_bonus, test_promotion, test_query_counts
from . import test_accountability, test_coverage, test_development
