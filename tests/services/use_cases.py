"""Every use case that takes an actor, but for those that write to the book: see `test_viewers`."""

from __future__ import annotations

from importlib import import_module
from inspect import getmembers, isfunction, signature
from pkgutil import iter_modules

from finance_app import services

READS = """
activity: written
accounts: everything standing get current require_name
base_currencies: is_one
book_names: require_free is_one
books: everything
bridge: found
categories: everything used draw current
category_ends: entry_count
custom_currencies: everything get
dashboard: chosen shown figures
dashboard_reading: has_entries
demanded_factors: is_lacking
digests: values
entries: page sums get describe
entry_batches: currencies seen
history: page turned get of_entry of_account of_category
import_layouts: usual
import_previews: preview sample content_of first_plan
imports: latest prepare
labels: page get named entry_count names
leftovers: named texts of_undos
members: everything
own_rate_files: look written
own_rates: page everything get known replaced
payees: names recent usual
rate_views: current line listed
rates: on
recomputing: state set_of
registers: page head
reports: report file
roles: locked current require_owner require_editor require_reading_owner
sessions: everything require
transfers: get find
trash: page
valuations: of of_days is_mixed of_entries
welcome: is_due is_placed is_unfinished
worth: standings balances converted
"""
ONES_OWN = """
api_tokens: everything make revoke begin shown hide
auth: let_in check
backup_codes: are_due ensure kept renew shown
books: add switch go_home add_demo bring_back
credentials: change_password ask_address
data_exports: ask fetched state
factors: begin_app confirm_app drop_app enrolment expects_codes overview
invited: accept
leaving: ask fates is_last_administrator keep
members: leave
oidc: connect connected disconnect
passkeys: add ask_again begin everything remove require_begun show_again to_make
preferences: change choose_theme arrange reset_dashboard
preferences: choose_notice quiet_hours choose_quiet_hours
profiles: rename
proofs: carry_out count require salts ways
sessions: end end_others renewed
signing_out: end
welcome: finish
"""
"""What is not the book's but the actor's: their account, their screen, which book they look at."""
SERVERS = """
administration: mail_again page pending
audit_views: wanted
flags: choose everything
health: look
letters: names preview
invitations: invite_to_server
job_views: ask cancel require
outbox: again all_again overview post_test result
audit: page
server_invitations: again count everything invite withdraw
"""
"""What is the server's: for administrators, whatever they may do in a book."""
INNER = """
categories: plant
changes: record
demo: fill
homes: begin
import_layouts: remember
ledger: derive
member_mails: account_gone joined left passed_on removed role_changed webhook
members: add pass_on
notices: import_done
recomputing: rebased
reconverting: reconvert
webhooks: one
"""
"""What other use cases call in the middle of theirs."""


def listed(text: str) -> set[str]:
    """Return what a list names."""
    parts = (line.partition(":") for line in text.strip().splitlines())
    return {f"{module}.{name}" for module, _, names in parts for name in names.split()}


def use_cases() -> set[str]:
    """Return every function in `services` that takes an actor."""
    found = set()
    for one in iter_modules(services.__path__):
        module = import_module(f"finance_app.services.{one.name}")
        for name, function in getmembers(module, isfunction):
            taken = list(signature(function).parameters)
            if function.__module__ == module.__name__ and taken[:2] == ["session", "actor"]:
                found.add(f"{one.name}.{name}")
    return {each for each in found if not each.partition(".")[2].startswith("_")}
