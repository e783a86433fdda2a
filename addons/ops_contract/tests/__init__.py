from . import test_version_flow
from . import test_clock_facts
from . import test_deliverable, test_deliverable_steps
from . import test_portal_routes
from . import test_statement
from . import test_portal_steps
from . import test_portal_fuzz, test_portal_leaks
from . import test_version_sealed, test_version_timeline
from . import test_annex_print, test_staff, test_version_difference
from . import test_catalogue, test_chain, test_change
from . import test_contract_framework, test_contract_lifecycle
from . import test_picker, test_warning_filters
from . import test_portal_words
from . import test_reports_contract
from . import (
    test_clock_steps,
    test_counted,
    test_exclusion,
    test_interventions,
    test_judged_facts,
    test_mass_pause,
    test_outage_facts,
    test_recompute,
)
from . import test_forecast
from . import test_measure_contract
from . import test_statement_flow
from . import test_statement_sealed
from . import test_statement_late, test_statement_persons
from . import test_availability
from . import test_fact_import
from . import test_version_screen
from . import test_contract_screens
from . import test_sla_screens
from . import test_time_zones, test_version_format, test_waiting
from . import test_access_matrix, test_audit
from . import test_access_records, test_mass_assignment, test_public_methods
