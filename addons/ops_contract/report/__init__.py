from . import annex_difference, annex_document
from . import deliverable_list, service_report
from . import quarterly_report, statement_sheet
from . import service_catalogue
