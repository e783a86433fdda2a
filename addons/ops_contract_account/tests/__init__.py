from . import test_audit
from . import test_credit_note
