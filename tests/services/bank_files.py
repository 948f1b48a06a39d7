"""The bank's files that the tests of imports bring in, and how they are looked at and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.services import imports
from finance_app.services.import_previews import preview

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.imports import Verdict

OFX = b"""OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>1<ACCTID>DE001234<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261103<TRNAMT>-12.50<FITID>a1<NAME>Bakery</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261105<TRNAMT>2000.00<FITID>a2<NAME>Employer</STMTTRN>
</BANKTRANLIST>
<LEDGERBAL><BALAMT>3000.00<DTASOF>20261106</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
CSV = b"Date,Description,Amount\n2026-11-03,Bakery,-12.50\n2026-11-05,Employer,2000.00\n"


def verdicts(session: Session, actor: Actor, import_id: int) -> list[Verdict]:
    """Return what each row is to the entries already there."""
    shown = preview(session, actor, import_id)
    return [judged.verdict for group in shown.groups for judged in group.judgements]


def aim(session: Session, actor: Actor, import_id: int, account_id: int) -> None:
    """Send the first group of rows to an account."""
    plan = preview(session, actor, import_id).plan
    imports.decide(session, actor, import_id, plan.aimed(0, account_id))
