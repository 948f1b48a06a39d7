"""What the sweep calls handlers and routes with.

One that takes arguments needs a line in `ARGUMENTS`, `NAMED` or `BODIES`.
"""

from __future__ import annotations

from typing import Any

KEY = "the key of a row of somebody else"

ARGUMENTS: dict[str, dict[str, Any]] = {
    "ArrangeState.arrange": {
        "answers": {"key": "income", "version": "1", "target": "", "way": "hide"}
    },
    "ChartsState.explain": {"card": "bridge"},
    "SecurityState.open_form": {"key": "address"},
    "FinderState.look_up": {"answers": {"text": "Mine now"}},
    "AccountFormState.save": {
        "answers": {
            "name": "Mine now",
            "kind": "checking",
            "currency": "EUR",
            "amount": "1.00",
            "day": "2026-11-20",
        }
    },
    "ChosenState.turn": {"side": "in"},
    "AccountsState.choose_day": {"answers": {"as_of": "2026-11-20"}},
    "AccountsState.drop": {"answers": {"key": KEY, "version": "1", "target": KEY, "way": "before"}},
    "AccountsState.step": {"key": KEY, "version": "1", "way": "up"},
    "CategoriesState.drop": {
        "answers": {"key": KEY, "version": "1", "target": KEY, "way": "before"}
    },
    "CategoriesState.step": {"key": KEY, "version": "1", "way": "up"},
    "CategoryFormState.open_new": {"place": KEY},
    "CategoryFormState.save": {
        "answers": {"name": "Mine now", "icon": "home", "hue": "1", "place": KEY}
    },
    "ClosingState.go": {"answers": {"closed_on": "2026-11-20"}},
    "CurrencyState.ask": {"answers": {"base_currency": "USD"}},
    "ActivityState.look": {"answers": {"topic": "entries", "since": "2026-11-20", "until": ""}},
    "AuditState.look": {
        "answers": {"person": "", "what": "signed in", "since": "2026-11-20", "until": ""}
    },
    "FilterState.choose": {"name": "account", "value": KEY},
    "FilterState.narrow": {
        "answers": {"kind": "spending", "least": "", "most": "1000", "direction": "out"}
    },
    "FilterState.search": {"answers": {"text": "Mine now"}},
    "WebhooksState.save": {"answers": {"url": "https://mine.example/now", "entries": "on"}},
    "FormState.save": {
        "answers": {
            "payee": "Mine now",
            "day": "2026-11-20",
            "note": "",
            "amount": "1.00",
            "account": KEY,
            "category": "",
        }
    },
    "CustomFormState.choose_decimals": {"value": "0"},
    "CustomFormState.read_code": {"value": "BTC"},
    "CustomFormState.save": {"answers": {"code": "BTC", "name": "Mine now"}},
    "JobsState.cancel_job": {"name": "verify"},
    "JobsState.run_job": {"name": "verify"},
    "LabelFormState.save": {"answers": {"name": "Mine now"}},
    "LabelsState.search": {"answers": {"text": "Mine now"}},
    "LayoutState.choose": {"about": "day_order", "value": "dmy"},
    "MergeState.go": {"answers": {"target": KEY}},
    "OwnRateFormState.choose_origin": {"value": "USD"},
    "OwnRateFormState.choose_target": {"value": "EUR"},
    "OwnRateFormState.read": {"value": "0.9"},
    "OwnRateFormState.save": {
        "answers": {"rate": "0.9", "day": "2026-11-20", "until": "", "confirmed": "on"}
    },
    "RateFileState.add": {"answers": {"confirmed": "on"}},
    "RateFileState.choose_mark": {"value": "."},
    "RateFileState.choose_order": {"value": "dmy"},
    "RateFileState.look": {"answers": {"text": "2026-11-20,USD,EUR,0.9"}},
    "NoticesState.save_quiet": {"answers": {"quiet_from": "22:00", "quiet_until": "07:00"}},
    "RatesState.choose_origin": {"value": "USD"},
    "RatesState.choose_target": {"value": "EUR"},
    "ReckonState.choose_part": {"name": "part-0", "key": KEY},
    "ReckonState.reckon": {"name": "part-0", "text": "1.00"},
    "ReckonState.remove_part": {"name": "part-0"},
    "RegisterState.choose_day": {"answers": {"as_of": "2026-11-20"}},
    "SessionState.choose_theme": {"theme": "dark"},
    "SessionState.report": {"number": "0123456789ab"},
    "AskingState.ask": {"what": "disable", "key": KEY},
    "UsersState.do": {"what": "disable", "key": KEY},
    "GuestsState.invite": {"answers": {"email": "zoe@example.org"}},
    "UsersState.search": {"answers": {"text": "ada"}},
    "FlagsState.choose": {"answers": {"name": "signup", "value": "open"}},
    "WelcomeState.choose_region": {"region": "de_AT"},
    "WelcomeState.open_account": {
        "answers": {"name": "Mine too", "kind": "checking", "currency": "EUR", "amount": ""}
    },
    "WelcomeState.save_place": {
        "answers": {"region": "de_AT", "base_currency": "EUR", "time_zone": "Europe/Vienna"}
    },
    "ProfileState.save": {"answers": {"name": "Mine now"}},
    "NoticesState.choose": {"key": "export", "wanted": False},
    "SettingsState.save": {
        "form": {
            "region": "de_AT",
            "time_zone": "Europe/Vienna",
            "display_currency": "",
            "first_day": "sunday",
        }
    },
    "TrashState.search": {"answers": {"text": "Mine now"}},
    "TargetState.go": {"answers": {"target": KEY}},
    "ActivityState.choose_person": {"value": KEY},
    "MembersState.change_role": {"key": KEY, "role": "viewer"},
    "MembersState.invite": {"answers": {"email": "zoe@example.org", "role": "viewer"}},
    "MembersState.rename": {"answers": {"name": "Mine now"}},
    "AskState.ask": {"what": "remove", "key": KEY},
    "NewBookState.save": {"answers": {"book_name": "Mine now"}},
    "SignUpState.choose_region": {"region": "de_CH"},
}
"""What a handler is called with; `KEY` stands for each owned key in turn."""

NAMED: dict[str, Any] = {
    "answers": {"start": "2026-01-01", "last": "2026-12-31"},
    "key": KEY,
    "account": KEY,
    "account_id": KEY,
    "category": KEY,
    "category_id": KEY,
    "entry_id": KEY,
    "version": "1",
    "column": "0",
    "currency": "EUR",
    "group": "0",
    "kind": "all",
    "name": "Mine now",
    "place": "0",
    "role": "payee",
    "step": 1,
    "text": "Mine now",
    "value": "Mine now",
    "wanted": True,
}
"""The same by an argument's name, for handlers without a line of their own."""

QUERY = {
    "id": "entry",
    "key": "account",
    "entry": "entry",
    "account": "account",
    "category": "category",
    "payee": "payee",
    "batch": "statement_import",
    "import": "statement_import",
    "webhook": "webhook",
    "before": "entry",
    "after": "change_set",
}
"""Names under which a page's address may carry a key."""

BODIES: dict[str, dict[str, Any]] = {
    "/auth/sign-in": {"data": {"email": "ada@example.org", "password": "a wrong one"}},
    "/auth/sign-up": {"data": {"email": "ada@example.org", "password": "another one, long"}},
    "/auth/sign-out": {"data": {"form_mark": "made up"}},
    "/auth/forgot": {"data": {"email": "nobody@example.org"}},
    "/auth/join": {"data": {"link": "made up", "password": "b"}},
    "/auth/confirm": {"data": {"link": "made up"}},
    "/auth/other": {"data": {"form_mark": "made up", "see": "made up"}},
    "/auth/take-back": {"data": {"link": "made up"}},
    "/auth/reset": {"data": {"link": "made up", "password": "b"}},
    "/auth/password": {"data": {"form_mark": "made up", "current_password": "a", "password": "b"}},
    "/auth/export": {"data": {"form_mark": "made up", "current_password": "a"}},
    "/auth/leave": {
        "data": {"form_mark": "made up", "current_password": "a", "typed_email": "ada@example.org"}
    },
    "/auth/address": {"data": {"form_mark": "made up", "current_password": "a", "email": "b"}},
    "/auth/oidc": {"data": {"next": ""}},
    "/auth/oidc/connect": {"data": {"form_mark": "made up", "current_password": "a"}},
    "/auth/oidc/disconnect": {"data": {"form_mark": "made up", "current_password": "a"}},
    "/auth/factor": {"data": {"code": "123456"}},
    "/auth/app": {"data": {"form_mark": "made up", "current_password": "a"}},
    "/auth/app/confirm": {"data": {"form_mark": "made up", "code": "123456"}},
    "/auth/app/off": {"data": {"form_mark": "made up", "current_password": "a"}},
    "/auth/codes": {"data": {"form_mark": "made up", "current_password": "a"}},
    "/auth/token": {
        "data": {"form_mark": "made up", "current_password": "a", "name": "a", "scope": "read"}
    },
    "/auth/token/kept": {"data": {"form_mark": "made up"}},
    "/auth/codes/kept": {"data": {"form_mark": "made up"}},
    "/auth/passkey/new": {"data": {"form_mark": "made up", "current_password": "a", "name": "b"}},
    "/auth/passkey/options": {"data": {"form_mark": "made up"}},
    "/auth/passkey/add": {"data": {"form_mark": "made up", "credential": "{}"}},
    "/auth/sessions/end": {"data": {"form_mark": "a", "current_password": "b", "key": "others"}},
    "/auth/passkey/remove": {"data": {"form_mark": "a", "current_password": "b", "key": "1"}},
    "/auth/passkey/ask": {"data": {}},
    "/auth/passkey/ask/second": {"data": {}},
    "/auth/passkey/ask/again": {"data": {"form_mark": "made up"}},
    "/auth/passkey/enter": {"data": {"credential": "{}"}},
    "/auth/passkey/second": {"data": {"credential": "{}"}},
    "/auth/accept": {"data": {"form_mark": "made up", "see": "made up"}},
    "/auth/decline": {"data": {"see": "made up"}},
    "/auth/unsubscribe": {"data": {"link": "made up"}},
    "/auth/invited": {"data": {"link": "made up", "see": "made up", "password": "b"}},
    "/files/statements": {"content": b"Date,Payee,Amount\n2026-01-01,Mine now,1.00\n"},
}
"""What a POST route is sent."""

UNCALLABLE = {"setvar", "update_vars_internal", "handle_frontend_exception"}
"""Methods of the framework that nobody may call; the guard answers the last one itself."""

SECRETS = ("Zanzibar", "a note of mine", "ada@example.org", "Under the mattress", "Lighthouses")
GARBAGE: tuple[Any, ...] = (
    *(None, True, -1, 0, 2**70, 1.5, float("nan"), float("inf"), "", "x" * 10_000, "\0", "٣", "-1"),
    *("9" * 400, "1e2000000", "NaN", "../../etc/passwd", "' OR 1=1 --", "<script>", "\ud83d\ude00"),
    "{0.__class__.__init__.__globals__}{x} %(x)s%n ${7*7} {{7*7}}\r\nBcc: x@example.org",
    *([], ["1"], {}, {"__proto__": "1"}, {"key": {}}, [[[[]]]], {"": ""}),
)
