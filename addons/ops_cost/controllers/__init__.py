from . import screens
from . import workbook
