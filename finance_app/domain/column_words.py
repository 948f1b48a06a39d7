"""What words in the cells of a statement mean: which way money went, pending, a balance."""

from __future__ import annotations

import re

from finance_app.domain.column_names import listed, normal_name

IBAN = re.compile(r"\b([A-Z]{2})[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
MONEY_OUT = frozenset(
    listed("""
    debit; debet; deb; dr; d; db; soll; s; af; out; outflow; withdrawal; expense; sent; cargo;
    debito; addebito; odchozi; belastung; ausgang; ausgabe; money out; uscita; saida;
    obciazenie; uttag; ut; paid; paid out; send; negative; gasto; udgift; utgift; odliv; winien;
    wn; dare; debe; payment out; spend; outgoing; расход; дебет; списание; 支出; 出金; terheles;
    minus; odchozi platba; uitgaand; sortie; spent; debits; vydaj; exp; expenses; transfer out; to;
    bayar""")
)
MONEY_IN = frozenset(
    listed("""
    credit; cr; c; haben; h; bij; in; inflow; deposit; income; received; abono; accredito;
    credito; gutschrift; eingang; einnahme; money in; entrata; entrada; uznanie; insattning;
    inn; ind; prichozi; kredit; ingreso; indtaegt; inkomst; ma; avere; haber; k; receive;
    positive; payment in; incoming; приход; кредит; зачисление; 收入; 入金; jovairas; plus;
    prichozi platba; inkomend; entree; earned; credits; prijem; inc; transfer in; from""")
)
SPENDING = frozenset({"sale", "purchase", "fee", "kauf", "achat", "compra", "acquisto", "debit"})
SETTLING = frozenset({"payment", "payments and credits", "payment received", "zahlung"})
SETTLED = re.compile(
    r"thank ?you|payment.{0,12}received|payments? and credits|autopay|automatic payment"
    r"|zahlung erhalten|besten dank|vielen dank|merci|paiement.{0,4}re[cç]u|pago recibido"
    r"|pagamento rec|pagamento ric"
    r"|gracias|betaling ontvangen|hartelijke? dank|inbetalning|grazie|obrigado|indbetaling",
    re.IGNORECASE,
)

_NOT_BOOKED = tuple(
    listed("""
    pending; umsatz vorgemerkt; vorgemerkt; en attente; pendiente; in sospeso;
    non contabilizzat; reserverad; reserveret; reservert; reserved; w trakcie; nierozliczon;
    authoris; authoriz; in afwachting; pendente; katevaraus; cekajici; ceka; declined; failed;
    reverted; cancel; rejected; refused; denied; abgelehnt; storniert; removed; expired;
    blocked; not completed; annul; rechaz; refus; rifiutat; zablokow; blokad; awaiting;
    processing; varaus; odrzucon; unposted; upcoming; scheduled; on hold; vorlaufig; a venir;
    deleted; voided; avvist; avvis; afvist; geweigerd; nepatvirtint; avatud""")
)

_BALANCE_LINE = tuple(
    f"{each} "
    for each in listed("""
    opening balance; closing balance; beginning balance; ending balance; starting balance;
    start balance; previous balance; balance brought forward; balance carried forward;
    balance b f; balance c f; available balance; current balance; anfangssaldo; endsaldo;
    anfangsbestand; endbestand; schlusssaldo; alter saldo; neuer saldo; alter kontostand;
    neuer kontostand; kontostand am; saldo inicial; saldo final; saldo anterior; saldo do dia;
    s a l d o; saldo iniziale; saldo finale; solde initial; solde final; solde au; ancien solde;
    nouveau solde; solde precedent; beginsaldo; eindsaldo; saldo poczatkowe; saldo koncowe;
    ingaende saldo; utgaende saldo; inngaende saldo; pocatecni zustatek; konecny zustatek;
    alkusaldo; loppusaldo; startsaldo; slutsaldo; nyitoegyenleg; zaroegyenleg; входящий остаток;
    исходящий остаток; saldo al; saldo contabile; total debit; total credit; totals; algsaldo;
    loppsaldo; likutis; sakuma atlikums; beigu atlikums; apgrozijums;
    apyvarta; poczatkowe; koncowe""")
)
_ONLY = frozenset(
    {
        "total",
        "summe",
        "saldo",
        "balance",
        "gesamt",
        "totaal",
        "totale",
        "solde",
        "turnover",
        "kaive",
    }
)
_BALANCE_HEADS = frozenset(each[:3] for each in (*_BALANCE_LINE, *_ONLY))


def is_not_booked(status: str) -> bool:
    """Whether a status means that the movement is pending, refused or taken back."""
    return normal_name(status).startswith(_NOT_BOOKED)


def is_balance_line(text: str) -> bool:
    """Whether a row's text says that it states a balance and no movement."""
    if text[:3].lower() not in _BALANCE_HEADS:
        return False
    name = normal_name(text)
    return name in _ONLY or f"{name} ".startswith(_BALANCE_LINE)


def direction_of(text: str) -> int:
    """-1 for words that mean money out, 1 for money in, 0 for any other."""
    name = normal_name(text) or text.strip()
    if name == "-" or name in MONEY_OUT:
        return -1
    return 1 if name == "+" or name in MONEY_IN else 0
