from . import (
    portal_catalog,
    portal_contract,
    portal_deliverable,
    portal_home,
    portal_statement,
    portal_verify,
    portal_version,
)
