from . import (
    ops_accountability_step,
    ops_promotion_decide,
)
