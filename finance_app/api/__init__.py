"""REST under `/api/v1`: the door for programs. Each noun has its `routes` and its `schemas`."""
