"""Print net worth and this month's spending as one line of JSON, as home automation reads it.

In Home Assistant, as a command-line sensor:

    command_line:
      - sensor:
          name: Net worth
          command: "FINANCE_URL=https://money.example FINANCE_TOKEN=fin_… python sensor.py"
          value_template: "{{ value_json.net_worth }}"
          unit_of_measurement: EUR
          json_attributes: [spent, currency, missing]
          scan_interval: 3600

A token with the scope `read` is enough. What has no rate is not counted; `missing` says so.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from client import Finance


def state(figures: dict[str, Any]) -> dict[str, Any]:
    """Return what is shown."""
    worth, spent = figures["worth"]["figure"], figures["flow"]["spending"]
    parts = [*worth["parts"], *spent["parts"]]
    return {
        "net_worth": worth["amount"] and worth["amount"]["amount"],
        "spent": spent["amount"] and spent["amount"]["amount"],
        "currency": figures["currency"],
        "missing": any(part["converted"] is None for part in parts),
    }


if __name__ == "__main__":
    month = f"{datetime.now().astimezone():%Y-%m}"
    with Finance.from_environment() as server:
        print(json.dumps(state(server.figures(month))))
