from . import (
    test_engine_360,
    test_engine_company,
    test_engine_cycle,
    test_engine_flow,
    test_engine_measure,
    test_engine_privacy,
    test_engine_privacy_hr,
    test_engine_remind,
)
