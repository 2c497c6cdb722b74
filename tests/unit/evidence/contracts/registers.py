"""Invented registers of contracts, each in a layout of its own, with what has to be read from them.

`first` holds fields of the first contract as text; `counts` is lines read, loaded, set aside; `total` is the pounds of
the column that the control total adds up, counted by hand.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Register:
    """One file: its text (or rows of a workbook), and what is expected of it."""

    name: str
    text: str
    counts: tuple[int, int, int]
    total: str
    first: dict[str, str]
    reasons: dict[str, int] = field(default_factory=dict)
    encoding: str = "utf-8"


REGISTERS = (
    Register(
        "transparency_code.csv",
        "OrganisationLabel,ContractReference,ContractTitle,OrganisationalUnit,Description,SupplierName,"
        "CompaniesHouseRegistrationNumber,CharityCommissionNumber,SMESupplier,VCSESupplier,ContractValue,"
        "IrrecoverableVAT,StartDate,EndDate,ReviewDate,ProcessType,ContractType\n"
        "Fellbeck Council,C1,Grass cutting,Place,Cutting verges,Green Acre Ltd,4567890,,Yes,No,120000.00,0,2024-04-01,"
        "2027-03-31,2026-09-30,Published invitation to tender,Single award contract\n"
        "Fellbeck Council,C2,Advice line,People,Debt advice,Fell Advice,,1098765,No,Yes,45000.50,0,2024-07-01,"
        "2025-06-30,,Invitation to quote,Grant agreement\n",
        (2, 2, 0),
        "165000.50",
        {
            "reference": "C1",
            "company_number": "04567890",
            "is_sme": "True",
            "is_vcse": "False",
            "awarded_value": "120000.00",
            "end": "2027-03-31",
            "review_date": "2026-09-30",
            "procedure": "open",
            "arrangement": "single supplier",
        },
    ),
    Register(
        "procontract_export.csv",
        "Contract ID,Contract title,Organisation,Categories,Supplier(s),Contract start,Original end date,"
        "Current end date,Extension period,Estimated value,Main contact,Contact email\n"
        "DN512345,Agency staff,Fellbeck Council,Human Resources,Peopleworks Limited,01/04/2023,31/03/2025,31/03/2026,"
        '2 x 12 months,"£1,250,000.00",Ann Lee,ann.lee@fellbeck.example\n'
        "DN512346,Wheeled bins,Fellbeck Council,Environment,Binwright plc,01/09/2023,31/08/2024,31/08/2024,None,"
        '"£75,000",'
        "Sam Cole,sam.cole@fellbeck.example\n",
        (2, 2, 0),
        "1325000.00",
        {
            "reference": "DN512345",
            "supplier_name": "Peopleworks Limited",
            "estimated_value": "1250000.00",
            "end": "2026-03-31",
            "manager_name": "Ann Lee",
            "options": "12,12",
        },
    ),
    Register(
        "intend_export.csv",
        "Project Reference,Contract Title,Business Area,Contractor,Start,Expires,Extension,Value,Buyer\n"
        "IT/001,Lift maintenance,Estates,Upways Lifts Ltd,1 Apr 2022,31 Mar 2025,12 months,36000,J Hart\n"
        "IT/002,Legal books,Legal,Folio & Co,1 May 2022,30 Apr 2023,,9500.99,J Hart\n",
        (2, 2, 0),
        "45500.99",
        {
            "reference": "IT/001",
            "start": "2022-04-01",
            "end": "2025-03-31",
            "department_name": "Estates",
            "options": "12",
        },
    ),
    Register(
        "atamis_report.csv",
        '"Contract: Contract Reference","Contract: Contract Name","Supplier: Account Name",'
        '"Directorate: Directorate Name",'
        '"Contract Owner: Full Name","Contract Start Date","Contract End Date","Maximum End Date",'
        '"Total Contract Value","Contract Status"\n'
        '"CON-0001","Housing repairs","Mendwell Ltd","Housing","Priya Shah","01/10/2021","30/09/2026","30/09/2031",'
        '"12500000","Live"\n'
        '"CON-0002","Void security","Keysafe Ltd","Housing","Priya Shah","01/10/2021","30/09/2023","30/09/2023",'
        '"250000","Expired"\n',
        (2, 2, 0),
        "12750000.00",
        {"title": "Housing repairs", "owner_name": "Priya Shah", "awarded_value": "12500000.00", "end": "2026-09-30"},
    ),
    Register(
        "lga_template.csv",
        "Reference Number,Agreement Title,Service Department,Goods and Services Description,Supplier Names,"
        "Agreement start date,Agreement end date,Agreement review date,Total contract sum,SME or VCSE,Tender Process\n"
        "LG1,Cleaning,Property,Office cleaning,Brightways CIC,01.04.2024,31.03.2026,01.10.2025,60000,VCSE,ITQ\n"
        "LG2,Windows,Property,Window cleaning,Clearview Ltd,01.04.2024,31.03.2025,,8000,SME,ITQ\n",
        (2, 2, 0),
        "68000.00",
        {"is_vcse": "True", "is_sme": "False", "procedure": "quotations", "review_date": "2025-10-01"},
    ),
    Register(
        "own_headings_with_title.csv",
        "FELLBECK COUNCIL CONTRACTS REGISTER,,,,,\nAs at 1 April 2025,,,,,\n,,,,,\n"
        "Ref,What is it for?,Who with,From,To,Value (ex VAT)\n"
        "1,Payroll software,Paysure Ltd,01/01/2024,31/12/2026,£30k\n"
        "2,Mail room,Postwise Ltd,01/01/2024,Ongoing,£12.5k\n"
        ",,,,TOTAL,42500\n",
        (3, 2, 1),
        "85000.00",
        {
            "title": "Payroll software",
            "supplier_name": "Paysure Ltd",
            "awarded_value": "30000.00",
            "awarded_vat": "without VAT",
        },
        {"total": 1},
    ),
    Register(
        "tbc_and_ongoing.csv",
        "Contract Ref,Contract Title,Supplier,Start Date,End Date,Contract Value\n"
        "A1,Insurance broking,Sure & Sons,01/04/2024,TBC,10000\n"
        "A2,Energy,Voltara plc,TBC,Rolling until terminated,TBC\n"
        "A3,Waste,Various,01/04/2020,31/06/2026,2000000\n",
        (3, 3, 0),
        "2010000.00",
        {"end": "None", "end_text": "TBC", "start": "2024-04-01"},
    ),
    Register(
        "semicolons_cp1252.csv",
        "Contract No;Contract Name;Contractor;Commencement Date;Completion Date;Annual Value (£)\n"
        "55;Café at the baths;Café Lièvre Ltd;01-Apr-24;31-Mar-26;£4.000,50\n"
        "56;Signs;Sign–Right;01-Apr-24;31-Mar-25;1500\n",
        (2, 2, 0),
        "5500.50",
        {"title": "Café at the baths", "supplier_name": "Café Lièvre Ltd", "annual_value": "4000.50"},
        encoding="cp1252",
    ),
    Register(
        "mojibake.csv",
        "ï»¿Contract Reference,Contract Title,Supplier Name,Start Date,End Date,Value\n"
        "M1,Childrenâ€™s homes,Homes â€“ North,2023-01-01,2025-12-31,Â£500000\n"
        "M2,Tree work,Bough Ltd,2023-01-01,2023-12-31,Â£20000\n",
        (2, 2, 0),
        "520000.00",
        {"reference": "M1", "title": "Children’s homes", "awarded_value": "500000.00"},
    ),
    Register(
        "us_dates.csv",
        "ID,Contract Title,Vendor,Start Date,End Date,Contract Value\n"
        "X1,CRM licences,Cloudpoint Ltd,04/13/2024,04/12/2027,90000\n"
        "X2,Laptops,Portables Ltd,06/01/2024,05/31/2025,110000\n",
        (2, 2, 0),
        "200000.00",
        {"start": "2024-04-13", "end": "2027-04-12"},
    ),
    Register(
        "waivers.csv",
        "Contract Number,Title,Provider,Start,End,Total Value,Procurement Route\n"
        "W1,Sculpture,Sole Maker Ltd,01/05/2025,31/08/2025,26000,Exemption - sole supplier\n"
        "W2,Pumps,Flowdown Ltd,01/11/2024,30/11/2024,18000,Waiver (emergency)\n"
        "W3,Paper,Reams Ltd,01/04/2025,31/03/2026,7000,3 quotes\n"
        "W4,Respite,Restwell,01/04/2025,31/03/2026,70000,Direct award under PSR\n",
        (4, 4, 0),
        "121000.00",
        {"procedure": "waiver of the council's own rules", "waiver": "sole supplier"},
    ),
    Register(
        "one_period_column.csv",
        "Contract,Supplier,Contract Period,Contract Value,Contract Manager\n"
        "Gritting salt,Saltus Ltd,01/10/2024 to 30/09/2026,£45000,Jo Ford\n"
        "Road lining,Whiteline Ltd,Apr 2025 - Mar 2026,£61000.10,Jo Ford\n",
        (2, 2, 0),
        "106000.10",
        {"start": "2024-10-01", "end": "2026-09-30", "manager_name": "Jo Ford"},
    ),
    Register(
        "duration_only.csv",
        "Reference,Contract Title,Supplier Name,Start Date,Contract Length (months),Annual Contract Value,"
        "Number of extensions,Extension Period (months),Extension 1 taken\n"
        "D1,Print devices,Inkwell Ltd,01/02/2025,36,5000,2,24,\n"
        "D2,Shredding,Stripes Ltd,01/02/2025,12 months,600,0,0,\n",
        (2, 2, 0),
        "5600.00",
        {"end": "2028-01-31", "options": "12,12"},
    ),
    Register(
        "four_amounts.csv",
        "Contract Ref,Contract Title,Supplier,Start Date,End Date,Estimated Value,Contract Value,Annual Value,"
        "Total Value including extensions\n"
        "V1,Buses,Omnis Ltd,01/09/2024,31/08/2027,900000,870000,290000,1450000\n"
        "V2,Taxis,Cabs Ltd,01/09/2024,31/08/2025,50000,48000,48000,96000\n",
        (2, 2, 0),
        "1546000.00",
        {
            "estimated_value": "900000.00",
            "awarded_value": "870000.00",
            "annual_value": "290000.00",
            "maximum_value": "1450000.00",
        },
    ),
    Register(
        "bad_lines.csv",
        "Contract Ref,Contract Title,Supplier,Start Date,End Date,Contract Value\n"
        "B1,Ends early,Early Ltd,01/04/2025,01/04/2024,1000.25\n"
        "B2,Below zero,Minus Ltd,01/04/2024,01/04/2025,-5000\n"
        "B3,Kept,Good Ltd,01/04/2024,01/04/2025,300\n"
        "B3,Kept,Good Ltd,01/04/2024,01/04/2025,300\n"
        "B3,Kept,Good Ltd,01/04/2024,31/03/2026,900\n"
        "Contract Ref,Contract Title,Supplier,Start Date,End Date,Contract Value\n"
        ",,,,,\n"
        "B4,,Nameless Ltd,01/04/2024,01/04/2025,70\n"
        "B5,Kept too,Good Ltd,01/04/2024,01/04/2025,50,extra\n",
        (9, 1, 8),
        "-2379.75",
        {"reference": "B3", "awarded_value": "300.00"},
        {
            "ends before it starts": 1,
            "value below zero": 1,
            "the same line again": 1,
            "a second line of the same contract": 1,
            "repeated headings": 1,
            "blank line": 1,
            "no title": 1,
            "more cells than headings": 1,
        },
    ),
    Register(
        "shared_reference.csv",
        "Framework Ref,Contract Ref,Lot title,Supplier,Start Date,End Date,Contract Value\n"
        "F9,S7,Lot 1 drains,Gully Ltd,01/04/2024,31/03/2028,100\n"
        "F9,S7,Lot 2 kerbs,Stone Ltd,01/04/2024,31/03/2028,200\n"
        "F9,S7,Lot 3 lamps,Various,01/04/2024,31/03/2028,400\n",
        (3, 3, 0),
        "700.00",
        {"reference": "S7", "title": "Lot 1 drains", "arrangement": "framework"},
    ),
    Register(
        "registration_either.csv",
        "Contract Title,Supplier Name,Company or Charity Number,Start Date,End Date,Value,Confidential\n"
        "Day care,Kind Hands,Charity no. 1123456,01/04/2024,31/03/2025,80000,No\n"
        "Broadband,Cable Ltd,SC123456,01/04/2024,31/03/2025,20000,Yes\n"
        "Allotments,Plot Society,31552R,01/04/2024,31/03/2025,10,No\n",
        (3, 3, 0),
        "100010.00",
        {"charity_number": "1123456", "company_number": "", "visibility": "public"},
    ),
    Register(
        "no_amounts.csv",
        "Contract Title\tSupplier\tStart Date\tEnd Date\n"
        "Cash collection\tCoinage Ltd\t01/04/2024\t31/03/2027\n"
        "Parking app\tKerbpay Ltd\t01/04/2024\t31/03/2026\n",
        (2, 2, 0),
        "0",
        {"awarded_value": "None", "supplier_name": "Coinage Ltd"},
    ),
    Register(
        "fifty_columns.csv",
        ",".join(["Contract Reference", "Contract Title", "Supplier Name", "Start Date", "End Date", "Contract Value"])
        + "".join(f",Odd {n}" for n in range(50))
        + "\n"
        + "Z1,Ice rink,Rinks Ltd,01/12/2024,31/01/2025,33000"
        + "".join(f",thing {n}" for n in range(50))
        + "\n",
        (1, 1, 0),
        "33000.00",
        {"title": "Ice rink", "extra Odd 49": "thing 49"},
    ),
    Register(
        "excel_serials_and_times.csv",
        "Contract ID,Name of Contract,Awarded To,Date from,Date to,Whole Life Value\n"
        "E1,Pest control,Ratcatch Ltd,45383,46112,£9.999k\n"
        "E2,Flags,Bunting Ltd,2024-04-01 00:00:00,31st March 2025,1\n",
        (2, 2, 0),
        "10000.00",
        {"start": "2024-04-01", "end": "2026-03-31", "supplier_name": "Ratcatch Ltd"},
    ),
)
