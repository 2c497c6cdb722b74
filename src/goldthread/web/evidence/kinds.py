"""How a supplier's size, sector and place are said, where each came from, and how sure that is."""

SIZES = {"micro": "Micro", "small": "Small", "medium": "Medium", "large": "Large", "unknown": "Unknown"}
SECTORS = {
    "company": "Company",
    "charity": "Charity",
    "cic": "Community interest company",
    "public": "Public body",
    "individual": "Individual",
    "unknown": "Unknown",
}
PLACES = {"local": "In the council's area", "elsewhere": "Elsewhere", "unknown": "Unknown"}
KIND_HEADS = {"size": "Size", "sector": "Sector", "ward": "Ward", "place": "Where"}
SOURCES = {
    "companies": "Companies House, by the accounts filed",
    "charities": "Charity register",
    "company number": "It has a company number",
    "name": "Its name says so",
    "postcode published": "Postcode directory, by the postcode in the payments",
    "postcode companies": "Postcode directory, by the address at Companies House",
    "postcode charities": "Postcode directory, by the address in the charity register",
}
SURE, FAIRLY_SURE = 0.95, 0.85


def say_size(value: str) -> str:
    return SIZES.get(value, value).lower()


def say_sector(value: str) -> str:
    return SECTORS.get(value, value).lower()


def say_place(value: str) -> str:
    """ "local suppliers", "suppliers elsewhere", "suppliers whose place is unknown"."""
    said = {"local": "local suppliers", "elsewhere": "suppliers elsewhere"}
    return said.get(value, "suppliers whose place is unknown")


def say_kind(column: str, value: str) -> str:
    """A value of size, sector, ward or place as a table shows it."""
    words = {"size": SIZES, "sector": SECTORS, "place": PLACES}.get(column, {})
    return words.get(value, "Unknown" if value == "unknown" else value)


def say_source(source: str) -> str:
    return SOURCES.get(source, source)


def say_sure(confidence: float | None) -> str:
    """ "Sure, 97%", "fairly sure, 88%", "not sure, 60%"; nothing where nothing is known."""
    if confidence is None:
        return ""
    word = "Sure" if confidence >= SURE else "Fairly sure" if confidence >= FAIRLY_SURE else "Not sure"
    return f"{word}, {confidence:.0%}"
