"""Extracts of the registers in which Wharfemoor's suppliers stand, laid out as the registers publish them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goldthread.demo.payments.chance import Chance
from goldthread.demo.payments.plan import read_file, read_plan
from goldthread.demo.payments.suppliers import make_suppliers
from goldthread.demo.payments.types import Sector, Supplier

AS_OF = date(2026, 4, 1)
DISTRICT, REGION = "E08000999", "E12000003"
"""Codes of the district and its region; the district's is given to no place."""
ELSEWHERE = "E08000998"
_WARD = "E05999{:03d}"
_ACCOUNTS = {
    "micro": "MICRO ENTITY",
    "small": "TOTAL EXEMPTION FULL",
    "medium": "MEDIUM",
    "large": "GROUP",
}
_COMPANY_HEADINGS = (
    "CompanyName",
    " CompanyNumber",
    "RegAddress.AddressLine1",
    " RegAddress.AddressLine2",
    "RegAddress.PostTown",
    "RegAddress.PostCode",
    "CompanyCategory",
    "CompanyStatus",
    "CountryOfOrigin",
    "DissolutionDate",
    "IncorporationDate",
    "Accounts.AccountRefDay",
    "Accounts.AccountRefMonth",
    "Accounts.NextDueDate",
    "Accounts.LastMadeUpDate",
    "Accounts.AccountCategory",
    "SICCode.SicText_1",
)
_CHARITY_HEADINGS = (
    "date_of_extract",
    "organisation_number",
    "registered_charity_number",
    "linked_charity_number",
    "charity_name",
    "charity_type",
    "charity_registration_status",
    "date_of_registration",
    "latest_income",
    "charity_contact_postcode",
    "charity_company_registration_number",
)


@dataclass(frozen=True)
class RegisterFile:
    """One register's extract. `kind` is companies, charities, postcodes or wards."""

    kind: str
    name: str
    content: bytes


def make_registers() -> tuple[RegisterFile, ...]:
    """The four extracts. The same bytes at each run."""
    day = AS_OF.isoformat()
    return (
        RegisterFile("companies", f"BasicCompanyData-{day}.csv", _write([_COMPANY_HEADINGS, *_companies()])),
        RegisterFile("charities", "publicextract.charity.txt", _write([_CHARITY_HEADINGS, *_charities()], "\t")),
        RegisterFile("postcodes", "ONSPD-extract.csv", _write([_POSTCODE_HEADINGS, *_postcodes()])),
        RegisterFile("wards", "ward-names.csv", _write([_WARD_HEADINGS, *_wards()])),
    )


_POSTCODE_HEADINGS = ("pcd", "pcd2", "pcds", "dointr", "doterm", "oslaua", "osward", "ctry", "rgn", "lat", "long")
_WARD_HEADINGS = ("WD26CD", "WD26NM", "LAD26CD", "LAD26NM")


def make_directory() -> RegisterFile:
    """The postcode directory with the names of its wards and districts in the place of codes that mean nothing."""
    named = {code: (ward, district) for code, ward, _code, district in _wards()}
    rows = [[p[2], p[5], p[6], *named[p[6]], "Yorkshire and The Humber"] for p in _postcodes()]
    headings = ("pcds", "oslaua", "osward", "ward_name", "district_name", "region_name")
    return RegisterFile("directory", "postcodes-with-names.csv", _write([headings, *rows]))


def _every() -> Iterator[Supplier]:
    for group in make_suppliers().values():
        yield from group


def _companies() -> Iterator[list[str]]:
    told = read_file("suppliers")["filings"]
    for each in _every():
        if not each.company_number:
            continue
        chance = Chance("register", each.name)
        began = date(1996, 1, 8) + timedelta(days=chance.between(0, 9400))
        is_cic = each.group.sector is Sector.CIC
        yield [
            each.name.upper().replace(" LTD", " LIMITED") if not is_cic else each.name.upper(),
            each.company_number,
            f"{chance.between(1, 180)} {chance.pick(read_file('suppliers')['wards'])} ROAD".upper(),
            "",
            "WHARFEMOOR" if each.ward else "LOWBECK",
            each.postcode,
            "Community Interest Company" if is_cic else _category(each.name),
            told.get(each.name, {}).get("status", "Active"),
            "United Kingdom",
            "",
            f"{began:%d/%m/%Y}",
            "31",
            "3",
            told.get(each.name, {}).get("accounts_due", "31/12/2026"),
            "31/03/2025",
            _ACCOUNTS[each.group.size],
            "82990 - Other business support service activities n.e.c.",
        ]


def _category(name: str) -> str:
    return "Public Limited Company" if name.endswith(" Plc") else "Private Limited Company"


def _charities() -> Iterator[list[str]]:
    for each in _every():
        if each.charity_number:
            chance = Chance("register", each.name)
            yield [
                AS_OF.isoformat(),
                each.charity_number,
                each.charity_number,
                "0",
                each.name.upper(),
                "Charitable company",
                "Registered",
                f"{1990 + chance.between(0, 30)}-06-01",
                str(40_000 * chance.between(1, 60)),
                each.postcode,
                "",
            ]


def _postcodes() -> Iterator[list[str]]:
    wards = list(read_plan().wards)
    for each in sorted(_every(), key=lambda supplier: supplier.postcode):
        if each.postcode:
            place = wards.index(each.ward) if each.ward else -1
            outward, _, inward = each.postcode.partition(" ")
            yield [
                f"{outward:<4}{inward}",
                f"{outward:<4} {inward}",
                each.postcode,
                "198001",
                "",
                DISTRICT if each.ward else ELSEWHERE,
                _WARD.format(place + 1) if each.ward else _WARD.format(900),
                "E92000001",
                REGION,
                f"{54 + place / 100:.2f}",
                f"{-1.8 + place / 100:.2f}",
            ]


def _wards() -> Iterator[list[str]]:
    for place, name in enumerate(read_plan().wards, start=1):
        yield [_WARD.format(place), name, DISTRICT, "Wharfemoor"]
    yield [_WARD.format(900), "Lowbeck Central", ELSEWHERE, "Lowbeck"]


def _write(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
