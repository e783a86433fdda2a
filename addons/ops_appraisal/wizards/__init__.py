from . import ops_job_template_use
