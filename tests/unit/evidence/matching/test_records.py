"""Which records come together: names alone, names with a witness, and what never may."""

from pathlib import Path

import pytest

from goldthread.evidence.matching.records import RecordsFault, cluster_file
from tests.unit.evidence.matching.files import cluster, groups, together


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Braithwick Foundry Ltd", "BRAITHWICK FOUNDRY LIMITED"),
        ("Braithwick & Sons (Joinery) Ltd.", "Braithwick and Sons Joinery"),
        ("Braithwick Bros Coaches", "Braithwick Brothers Coaches Ltd"),
        ("St Oswin's Braithwick School", "Saint Oswins Braithwick Sch"),
        ("Braithwick Intl Svcs", "Braithwick International Services plc"),
        ("A E Braithwick Limited", "A.E. Braithwick Ltd#1"),
        ("Braithwick Homes Ltd T/A Appleton Lodge", "Braithwick Homes Limited - Kings Park"),
        ("Braithwick Consulting Limted", "The Braithwick Consulting Ltd (A/Pm/03)"),
        ("Foundry Braithwick Ltd", "Braithwick Foundry"),
        ("Braith Wick Foundry", "Braithwick Foundry Ltd"),
        ("Braithwick Foundry", "Braithwcik Foundry Ltd"),
        ("Appleton Lodge t/a Braithwick Healthcare Ltd", "Braithwick Healthcare Limited"),
        ("Braithwick Café", "BRAITHWICK CAFE LTD"),
        ("Barnardoâ€™s Braithwick", "Barnardo's Braithwick"),
    ],
)
def test_spellings_of_a_distinctive_name_are_one_supplier(tmp_path: Path, left: str, right: str) -> None:
    assert together(tmp_path, left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Braithwick Foundry Ltd", "Braithwick Fostering Ltd"),
        ("Braithwick (Leeds) Ltd", "Braithwick (Bury) Ltd"),
        ("Braithwick Foundry 1 Ltd", "Braithwick Foundry 2 Ltd"),
        ("Redacted", "Redacted"),
        ("Redacted Personal Information", "REDACTED PERSONAL INFORMATION"),
        ("Mr J Braithwick", "Mr J Braithwick"),
        ("Sundry Suppliers", "SUNDRY SUPPLIERS"),
    ],
)
def test_unlike_names_and_those_of_nobody_stay_apart(tmp_path: Path, left: str, right: str) -> None:
    assert not together(tmp_path, left, right)


def test_a_common_name_needs_a_second_witness(tmp_path: Path) -> None:
    rows = [
        (n, f"{first} {trade}")
        for n, (first, trade) in enumerate(
            [
                (first, trade)
                for first in ("Care", "Home", "Community", "Premier", "Leeds")
                for trade in ("Services", "Group", "Support", "Centre")
            ],
            start=100,
        )
    ]
    alone = [
        *rows,
        (1, "Premier Care Services"),
        (2, "Premier Care Services Ltd"),
        (3, "Premier Care Services"),
        (4, "Premier Care Services"),
    ]
    assert frozenset({"1", "2"}) not in groups(tmp_path, [*rows, (1, "Care"), (2, "Care Ltd")])
    witnessed = [
        *alone[:-4],
        (1, "Premier Care Services", "", "", "", "M1 1AA"),
        (2, "Premier Care Services Ltd", "", "", "", "m11aa"),
        (3, "Premier Care Services", "", "", "", "LS1 4AP"),
        (4, "Premier Care Services", "", "", "", "LS1 4AP"),
    ]
    made = groups(tmp_path, witnessed)
    assert {frozenset({"1", "2"}), frozenset({"3", "4"})} <= made


def test_two_company_numbers_never_meet_whatever_else_agrees(tmp_path: Path) -> None:
    rows = [
        (1, "Braithwick Foundry Ltd", "01234567", "", "123456789", "M1 1AA"),
        (2, "Braithwick Foundry Ltd", "07654321", "", "123456789", "M1 1AA"),
    ]
    assert groups(tmp_path, rows) == {frozenset({"1"}), frozenset({"2"})}


def test_a_number_joins_names_that_have_nothing_in_common(tmp_path: Path) -> None:
    rows = [(1, "Cobalt Telephone Ltd", "3151938"), (2, "Park Now Limited", "03151938"), (3, "Something Else", "")]
    assert groups(tmp_path, rows) == {frozenset({"1", "2"}), frozenset({"3"})}


def test_a_number_that_is_none_joins_nobody(tmp_path: Path) -> None:
    rows = [(1, "Braithwick Foundry", "00000000"), (2, "Kestrel Roofing", "00000000"), (3, "Hope Nursery", "N/A")]
    assert len(groups(tmp_path, rows)) == 3


def test_clusters_go_by_the_smallest_id_and_carry_a_confidence(tmp_path: Path) -> None:
    made = cluster(tmp_path, [(10, "Braithwick Foundry"), (9, "Braithwick Foundry Ltd"), (11, "Kestrel Roofing")])
    assert {record: supplier for record, (supplier, _) in made.items()} == {"10": "9", "9": "9", "11": "11"}
    assert 0.5 < made["9"][1] < 1
    assert made["11"][1] == 1
    named = cluster(tmp_path, [("b", "Braithwick Foundry"), ("a", "Braithwick Foundry Ltd")])
    assert {supplier for supplier, _ in named.values()} == {"a"}


def test_clustering_again_and_in_another_order_gives_the_same(tmp_path: Path) -> None:
    rows = [
        (1, "Braithwick Foundry", "", "", "", "M1 1AA"),
        (2, "Braithwcik Foundry Ltd", "", "", "", "M1 1AA"),
        (3, "BRAITHWICK FOUNDRY"),
        (4, "Kestrel Roofing", "01234567"),
        (5, "Kestrel Roofing Ltd"),
    ]
    first = cluster(tmp_path, rows)
    assert cluster(tmp_path, rows) == first
    assert cluster(tmp_path, rows[::-1]) == first


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", "has no line that names the columns id and name"),
        ("", "is empty"),
        ("%PDF-1.7\n", "is a PDF, not a table"),
        ("<!DOCTYPE html>", "is a web page, not a table"),
        ("PK\x03\x04", "is a workbook or a zip"),
        ("id,name,Name\n1,A,B\n", "more than one column called name"),
        ("id,name,vat\n1,A,\n2,B, C & Co,GB1\n", "line 3 has 4 cells, but 3 columns are named"),
        ("id,name\n1,A\n1,B\n", 'has the id "1" more than once'),
        ("id,name\n,A\n", "has 1 rows without an id"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, text: str, told: str) -> None:
    records = tmp_path / "records.csv"
    records.write_text(text, encoding="utf-8")
    with pytest.raises(RecordsFault, match=told):
        cluster_file(records, tmp_path / "clusters.csv")
    assert not (tmp_path / "clusters.csv").exists()


@pytest.mark.parametrize(
    "content",
    [
        "id,name,vat\n1,Braithwick Zymurgy,\n2,BRAITHWICK ZYMURGY LTD\n".encode("utf-16"),
        b"Suppliers of Fellbeck,,\n\nid,name,vat\n1,Braithwick Zymurgy,\n2,BRAITHWICK ZYMURGY LTD,,,\n",
    ],
    ids=["utf16", "title-and-ragged"],
)
def test_a_file_that_is_not_regular_is_made_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "records.csv").write_bytes(content)
    found = cluster_file(tmp_path / "records.csv", tmp_path / "clusters.csv")
    assert (found.records, found.clusters) == (2, 1)


def test_names_that_are_kept_back_and_numbers_that_are_none_join_nobody(tmp_path: Path) -> None:
    kept = ["Commercially Confidential", "Name Witheld", "Not Disclosed", "*****", "Exempt", "Care Leaver", "REDACATED"]
    records = tmp_path / "records.csv"
    rows = [f"{number},{name}," for number, name in enumerate([*kept, *kept])]
    more = ["98,Acre Zymurgy,99999999", "99,Brook Vellum,99999999"]
    records.write_text("\n".join(["id,name,company_number", *rows, *more]), encoding="utf-8")
    found = cluster_file(records, tmp_path / "clusters.csv")
    assert (found.records, found.clusters) == (16, 16)


def test_a_text_that_is_far_too_long_for_a_name_is_not_compared_for_minutes(tmp_path: Path) -> None:
    (tmp_path / "records.csv").write_text(f"id,name\n1,{'A' * 200_000}\n2,Acre\n", encoding="utf-8")
    assert cluster_file(tmp_path / "records.csv", tmp_path / "clusters.csv").clusters == 2


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordsFault, match="There is no file"):
        cluster_file(tmp_path / "none.csv", tmp_path / "clusters.csv")
    (tmp_path / "records.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(RecordsFault, match="is a folder"):
        cluster_file(tmp_path / "records.csv", tmp_path)


def test_a_file_in_an_older_encoding_and_one_without_rows_are_read(tmp_path: Path) -> None:
    records, output = tmp_path / "records.csv", tmp_path / "clusters.csv"
    records.write_bytes("id,name\n1,Braithwick Café\n2,BRAITHWICK CAFE LTD\n".encode("cp1252"))
    assert cluster_file(records, output).clusters == 1
    records.write_text("id,name\n", encoding="utf-8")
    assert cluster_file(records, output).records == 0
    assert output.read_text(encoding="utf-8").strip() == "id,cluster,confidence"
