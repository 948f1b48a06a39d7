"""What banks call their columns, in many languages, and which words mean what inside them.

Only words; how they are weighed against what the columns hold belongs to `layout_columns`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_FOLDED = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d"}
)

ENGLISH = {
    "day": """
        booking date; transaction date; trans date; tran date; txn date; date; completed date;
        date completed; operation date; date of transaction; date posted; posting date;
        posted date; post date; posted on; activity date; purchase date; entry date; date utc;
        created; created utc; created at; created on; created date; date time; datetime;
        timestamp; transaction time; payment date; processed date; process date; finished on;
        date finished; transaction completed date utc; settlement date; clearing date;
        date started; started date; effective date; available on utc; value date""",
    "amount": """
        amount; net amount; transaction amount; billing amount; booked amount; net; value; sum;
        payment amount; account amount; settlement amount; billed amount;
        amount in account currency; total amount; amount net; amt; transaction value; total;
        cost; gross; gross amount""",
    "debit": """
        debit; debits; debit amount; amount debit; withdrawal; withdrawals; withdrawal amount;
        withdrawal amt; paid out; money out; funds out; out; outflow; spent; money spent; dr;
        dr amount; debit amt; outgoing; payments; expense; expenses; charge; charges; withdrawn;
        amount out""",
    "credit": """
        credit; credits; credit amount; amount credit; deposit; deposits; deposit amount;
        deposit amt; paid in; money in; funds in; in; inflow; received; money received; cr;
        cr amount; credit amt; incoming; receipts; income; lodgement; lodgements; payment;
        deposited; amount in""",
    "balance": """
        balance; running balance; account balance; running bal; ledger balance; closing balance;
        available balance; balance after; balance after transaction; new balance; total balance;
        end balance; remaining balance; current balance; opening balance; start balance""",
    "currency": "currency; ccy; cur; curr; currency code; account currency; transaction currency",
    "name": """
        payee; counterparty; counterparty name; counter party; partner name; merchant name;
        merchant; beneficiary; recipient; vendor; beneficiary name; beneficiary remitter;
        payee name; creditor; debtor; contact; name; other party; payer; sender; supplier;
        name description; counter party name; target name; transaction party; third party;
        to from""",
    "text": """
        description; transaction description; details; narrative; transaction details; label;
        particulars; statement description; appears on your statement as; description 1;
        transaction; info; information; text; memo; notes; note; comment; comments; remarks;
        message; payment reference; reference; purpose; narration; original description;
        extended details; bank description; simple description; user description; other details;
        description 2; remittance information; subject; title; reporting category; type;
        transaction type; payment type""",
    "bank_id": """
        id; transaction id; transactionid; balance transaction id; fitid; uuid; txn id;
        transferwise id; transaction identifier; transaction uid; uid; unique id;
        transaction number; entry reference; transaction unique identifier""",
    "account": """
        account; account number; account name; account no; acct; source account; account id;
        own account; bank account number; iban; product; card number; wallet; pot name;
        account iban""",
    "status": "status; state; transaction status; booking status; payment status; posting status",
}

OTHERS = {
    "day": """
        buchungstag; buchungsdatum; buchung; datum; belegdatum; umsatzdatum; transaktionsdatum;
        kaufdatum; datum buchung; abrechnungsdatum; valutadatum; valuta; wertstellung;
        wertstellungsdatum; wert; boekdatum; boekingsdatum; transactiedatum; uitvoeringsdatum;
        datum transactie; rentedatum; date operation; date op; dateop; date de l operation;
        date d operation; date de comptabilisation; date comptable; date comptabilisation;
        date de transaction; date transaction; date valeur; date de valeur; fecha;
        fecha operacion; f operacion; fecha de operacion; fecha contable; f contable;
        fecha valor; fecha movimiento; f valor; fecha de la operacion; fecha transaccion; data;
        data operazione; data contabile; data registrazione; data movimento;
        data di registrazione; data valuta; data mov; data do movimento; data operacao;
        data lancamento; data da operacao; data valor; data do lancamento; data oper;
        data operacji; data transakcji; data ksiegowania; data zlecenia; data waluty;
        bokforingsdag; bokforingsdatum; bokford; bokfort; bokfort dato; transaktionsdag;
        reskontradatum; clearingdag; valutadag; dato; bogforingsdato; bogfort; transaktionsdato;
        bokforingsdato; utfort dato; kjopsdato; transaksjonsdato; rentedato; valordato;
        kirjauspaiva; pvm; paivamaara; paivays; tapahtumapaiva; maksupaiva; maksupvm; arvopaiva;
        datum zauctovani; datum uctovani; datum provedeni; datum transakce; zauctovano;
        odepsano; datum splatnosti; datum zauctovania; datum spracovania; konyveles datuma;
        konyvelesi datum; tranzakcio datuma; konyveles napja; ertekna p; data tranzactiei;
        data tranzactie; data inregistrarii; datum knjizenja; datum valute; datum transakcije;
        datum izvrsenja; tarih; islem tarihi; дата; дата операции; дата платежа; дата проводки;
        дата транзакции; дата и час операции; kuupaev; datums; ημερομηνια; 取引日; ご利用日;
        利用日; 日付; 交易日期; 交易时间; 日期; 記帳日; tanggal; ngay giao dich; dagsetning""",
    "amount": """
        betrag; umsatz; buchungsbetrag; bedrag; transactiebedrag; montant;
        montant de l operation; montant operation; montant net; importe; monto; cantidad;
        importe operacion; importe movimiento; importo; importo operazione; montante; valor;
        importancia; quantia; valor r; kwota; kwota operacji; kwota transakcji;
        kwota w walucie rachunku; kwota zaksiegowana; belopp; insattning uttag; belob; belop;
        maara; summa; maara euroa; euroa; castka; objem; castka v mene uctu; zauctovana castka;
        suma; ciastka; osszeg; konyvelt osszeg; valoare; iznos; znesek; tutar; islem tutari;
        сумма; сумма операции; сумма платежа; сумма в валюте счета; сума; 金額; 金额;
        ご利用金額; 利用金額; 支払金額; 交易金额; upphaed; ποσο; nominal; jumlah; so tien;
        betrag in eur; umsatz in eur; lasku""",
    "debit": """
        soll; belastung; belastungen; ausgaben; ausgang; lastschrift; abgang; af; debet;
        uitgaven; debit; depense; depenses; debit euros; retrait; cargo; cargos; debe; debito;
        debitos; gasto; gastos; retiro; retiros; dare; addebiti; addebito; uscite; uscita;
        saida; saidas; obciazenia; obciazenie; wydatki; winien; uttag; utgift; utgifter; udgift;
        udgifter; ud; haevet; ut; ut fra konto; ut av konto; uttak; belastet; menot; otto;
        odchozi platba; vydaje; vyber; debetna suma; terheles; kiadas; debit ron; isplata;
        duguje; breme; borc; расход; списание; дебет; витрати; お支払金額; 出金; 支出;
        dugovanje; teretenje; na teret""",
    "credit": """
        haben; gutschrift; gutschriften; einnahmen; eingang; zugang; bij; inkomsten; recette;
        recettes; depot; credit euros; abono; abonos; haber; credito; creditos; ingreso;
        ingresos; deposito; depositos; avere; accrediti; accredito; entrate; entrata; entrada;
        entradas; uznania; uznanie; wplywy; ma; insattning; insattningar; inkomst; inkomster;
        indtaegt; indtaegter; ind; indsat; inn; inn pa konto; innskudd; kreditert; tulot; pano;
        prichozi platba; prijem; prijmy; vklad; kredit; jovairas; bevetel; uplata; potrazuje;
        dobro; alacak; приход; зачисление; поступление; кредит; надходження; 入金; 收入;
        potrazivanje; odobrenje; u korist""",
    "balance": """
        saldo; kontostand; solde; solde apres; saldo na trn; saldo po operacji;
        saldo po transakcji; zustatek; zostatok; egyenleg; stav; stanje; bokfort saldo;
        bokford saldo; saldo disponible; saldo disponibile; saldo contabile;
        saldo contabilistico; tilgjengelig saldo; balans; saldo nach buchung; neuer saldo; sold;
        bakiye; остаток; баланс; 残高; 余额; saldo final; saldo posterior; disponible;
        tagessaldo; jaak; likutis""",
    "currency": """
        wahrung; waehrung; munt; devies; valutacode; valuta; devise; divisa; moneda; moneta;
        moeda; waluta; waluta operacji; waluta rachunku; mena; mena uctu; devizanem; deviza;
        valiuta; валюта; валюта операции; doviz; para birimi; 币种; 通貨; valyuta; valuutta;
        muntsoort; valutta; whg; whrg; kontowahrung; valuta konta""",
    "name": """
        beguenstigter zahlungspflichtiger; begunstigter zahlungspflichtiger; empfanger;
        zahlungsempfanger; auftraggeber empfanger; empfanger auftraggeber;
        name zahlungsbeteiligter; zahlungsbeteiligter; auftraggeber begunstigter;
        beguenstigter auftraggeber; partnername; zahlungspflichtige r; zahlungsempfanger in;
        empfangername; empfanger name; auftraggeber; auftraggebername; begunstigter;
        zahlungspartner; gegenpartei; handler; haendler; naam tegenpartij; naam omschrijving;
        naam; tegenpartij; tegenrekeninghouder; naam tegenrekening; begunstigde;
        tegenpartij naam; beneficiaire; tiers; nom; contrepartie; nom contrepartie;
        beneficiario; ordenante; comercio; nombre; contraparte; titular; controparte; esercente;
        ordinante; destinatario; odbiorca; nadawca odbiorca; dane kontrahenta; nazwa odbiorcy;
        nadawca; kontrahent; opis kontrahenta; nazwa kontrahenta; mottagare;
        avsandare mottagare; motpart; modtager; afsender modtager; navn; mottaker; mottakernavn;
        saaja maksaja; saajan nimi; saaja; maksaja; vastaanottaja; nazev protiuctu;
        nazev protistrany; protistrana; jmeno protistrany; nazov protistrany; partner neve;
        ellenoldali nev; nev; kedvezmenyezett; beneficiar; primatelj; uplatilac; alici;
        контрагент; получатель; saaja maksja nimi; 支払先; 交易对方; 利用店名; ご利用店名; 店名;
        nombre del comercio; virksomhed; navn pa modtager; zahler; zahlungspflichtiger""",
    "text": """
        verwendungszweck; buchungstext; beschreibung; text; buchungsdetails; vorgang; vwz1;
        zahlungsgrund; umsatztext; bezeichnung; mitteilung; betreff; umsatzart;
        vorgang verwendungszweck; buchungsinformationen; zahlungsreferenz; omschrijving;
        mededelingen; mededeling; vrije mededeling; omschrijving 1; notitie; libelle;
        libelle operation; libelle simplifie; libelle de l operation; nature de l operation;
        communication; communications; motif; reference; informations complementaires; concepto;
        descripcion; detalle; movimiento; observaciones; mas datos; referencia; causale;
        descrizione; descrizione operazione; dettagli; descrizione estesa; operazione;
        descricao; descritivo; descritivo do movimento; historico; lancamento; detalhes;
        identificador; opis operacji; opis transakcji; tytul; opis; tytul operacji; tytulem;
        szczegoly transakcji; rodzaj transakcji; typ operacji; beskrivning; meddelande;
        referens; rubrik; transaktion; specifikation; tekst; beskrivelse; posteringstekst; emne;
        bemaerkning; forklaring; melding; tekst kid; arkivref; selite; viesti; selitys;
        tapahtumalaji; tapahtuma; zprava; zprava pro prijemce; popis; poznamka; popis transakce;
        typ transakce; poznamky; popis operacie; informacia; kozlemeny; megjegyzes;
        tranzakcio tipusa; leiras; detalii tranzactie; descriere; explicatii; opis placanja;
        svrha; namen; aciklama; описание; назначение платежа; описание операции; опис; selgitus;
        мcc; 摘要; 内容; お取り扱い内容; 説明; 备注; 交易摘要; keterangan; dien giai; skyring;
        paskirtis""",
    "bank_id": """
        transaktions id; transaktionsnummer; umsatz id; identyfikator transakcji; id operace;
        id transakce; id pohybu; id transaccion; identificador de transaccion; numer transakcji;
        archivierungskennung; kirjausviite; arkiveringsreferens; arkistointitunnus;
        id operazione; id transakcii; 交易号""",
    "account": """
        auftragskonto; auftraggeberkonto; iban auftragskonto; konto; kontonummer; rekening;
        rekeningnummer; iban bban; compte; numero de compte; cuenta; conto; conta; rachunek;
        numer rachunku; kontonr; tili; ucet; cislo uctu; szamla; szamlaszam; cont;
        kontonummer iban; iban auftraggeberkonto; kartennummer""",
    "status": """
        buchungsstatus; statut; etat; estado; stato; situacao; stan; tila; stav; allapot; durum;
        статус; info; umsatzstatus; zustand; tilanne; reserveret; 交易状态; stato operazione""",
}


def listed(words: str) -> list[str]:
    """The phrases of a text, which stand between semicolons."""
    return [" ".join(each.split()) for each in words.split(";")]


NOT_THE_AMOUNT = frozenset(
    listed("""
    original; originalbetrag; fremd; fremdwahrung; foreign; local; converted; exchange; fee;
    fees; tax; balance; saldo; gebuhr; gebuhren; vat; rate; kurs; wechselkurs; interest;
    cashback; points; ursprung; ursprungsbetrag; commission; comision; provize; prowizja; split;
    orig; oorspronkelijk; origine; origen; originalni; oryginalna; transakcni; puvodni;
    instructed; limit; mwst; steuer; tva; iva; moms; crypto; quantity; price; unit; soldi;
    target; kurz; tasa; taxa; taux; cambio; bonus; number; no; nr; count""")
)


def normal_name(name: str) -> str:
    """A column's name without case, accents and signs: `Date d’opération` is `date d operation`."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[:80])
    plain = unicodedata.normalize("NFKD", name.lower().translate(_FOLDED))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(re.split(r"[\W_]+", plain)).strip()


@cache
def names_of(role: str) -> dict[str, int]:
    """The names known for a role, the best first, each with its rank."""
    known = [normal_name(each) for each in listed(f"{ENGLISH[role]};{OTHERS[role]}")]
    return {name: rank for rank, name in reversed(list(enumerate(known)))}


@lru_cache(maxsize=10_000)
def roles_of(name: str) -> frozenset[str]:
    """Every role a normalised name stands for exactly."""
    return frozenset(role for role in ENGLISH if name in names_of(role))


@lru_cache(maxsize=10_000)
def is_english(name: str) -> bool:
    """Whether a normalised name is one of the English ones."""
    return any(name in listed(words) for words in ENGLISH.values())
