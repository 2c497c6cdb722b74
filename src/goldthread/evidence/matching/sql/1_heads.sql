-- Grain: one distinct published name (hash: what it is looked up by), cut down to the part that names somebody.
CREATE TEMP TABLE names_read AS
WITH published AS (
    SELECT DISTINCT name FROM records
), told AS (
    SELECT hash(name) AS hash,
        upper(strip_accents(CASE
            WHEN contains(name, 'â€') OR contains(name, 'Ã') OR contains(name, 'Â')
                THEN replace(replace(replace(replace(replace(replace(replace(
                    name, 'â€™', ''''), 'â€˜', ''''), 'â€“', '-'), 'Ã©', 'e'), 'Ã¨', 'e'), 'Ã¶', 'o'), 'Â', ' ')
            ELSE name END)) AS told
    FROM published
), before_mark AS (  -- "Bolton Cares Limited#Internal Invoices"
    SELECT hash,
        CASE WHEN instr(told, '#') > 2 THEN substr(told, 1, instr(told, '#') - 1) ELSE told END AS head
    FROM told
), before_note AS (  -- "Smith Ltd (A/Pm/03)"
    SELECT hash,
        CASE WHEN contains(head, '(')
            THEN regexp_replace(head, '\((?:[^)]*/[^)]*|ACCOUNTS?|SALES|PAYMENTS?|BACS|CHAPS|INVOICES?)\)', ' ')
            ELSE head END AS head
    FROM before_mark
), before_trading_name AS (  -- the side of "T/A" that has the legal form, else the first
    SELECT hash,
        CASE
            WHEN NOT (contains(head, 'T/A') OR contains(head, 'TRADING AS')) THEN head
            WHEN regexp_matches(head, '\b(?:T/AS?|TRADING AS)\b.*\b(?:LTD|LIMITED|PLC|LLP)\b')
                AND NOT regexp_matches(head, '\b(?:LTD|LIMITED|PLC|LLP)\b.*\b(?:T/A|TRADING AS)')
                THEN regexp_replace(head, '^.*?\b(?:T/AS?|TRADING AS)\b[ :-]*', '')
            ELSE regexp_replace(head, '[ (,-]+(?:T/AS?|TRADING AS)\b.*$', '')
        END AS head
    FROM before_note
), before_form AS (  -- what follows the legal form is an aside: "HC One Limited - Appleton Lodge"
    SELECT hash,
        CASE WHEN regexp_matches(head, '[A-Z0-9][ .,(]+(?:LTD|LIMITED|PLC|LLP)\b.*[A-Z0-9]')
            THEN regexp_extract(head, '^(.*?[A-Z0-9].*?[ .,(]+(?:LTD|LIMITED|PLC|LLP))\b', 1)
            ELSE head END AS head
    FROM before_trading_name
), plain AS (  -- most names are plain words by now; the rest are cleaned mark by mark
    SELECT hash, head, replace(replace(CASE WHEN suffix(head, '.') THEN left(head, -1) ELSE head END, '''', ''), ' & ', ' AND ') AS plain,
        CASE WHEN contains(head, ' - ') THEN trim(regexp_replace(
            replace(replace(split_part(head, ' - ', 1), '''', ''), '&', ' AND '), '[^A-Z0-9]+', ' ', 'g'))
        END AS short
    FROM before_form
), cleaned AS (
    SELECT hash, short,
        CASE WHEN regexp_full_match(plain, '[A-Z0-9]+(?: [A-Z0-9]+)*') THEN plain
            ELSE trim(regexp_replace(replace(replace(head, '''', ''), '&', ' AND '), '[^A-Z0-9]+', ' ', 'g')) END AS head
    FROM plain
), bare AS (
    SELECT hash, short, head,
        CASE WHEN suffix(head, ' LTD') THEN left(head, -4) WHEN suffix(head, ' LIMITED') THEN left(head, -8) ELSE head END
            AS bare
    FROM cleaned
)
SELECT hash, hash(bare, short, head <> bare) AS nid, bare AS head, short, head <> bare AS has_form FROM bare;

-- Grain: one such part (nid), without its legal form; names: how many published names come to it.
CREATE TEMP TABLE heads AS
WITH once AS (
    SELECT head, short, has_form, count(*)::INT AS names FROM names_read GROUP BY ALL
), whole AS (
    SELECT *, hash(head, short, has_form) AS nid, CASE WHEN has_form THEN head || ' LTD' ELSE head END AS whole FROM once
)
SELECT nid, names,
    CASE WHEN regexp_matches(head, '\b[A-Z] (?:AND )?[A-Z]\b')  -- "A E Yates", "A & E Yates": one word of initials
        THEN regexp_replace(regexp_replace(
            replace(head, ' AND ', ' '), '\b([A-Z]) ([A-Z])\b', '\1\2', 'g'), '\b([A-Z]{2}) ([A-Z])\b', '\1\2', 'g')
        ELSE head END AS head,
    short,
    head = '' OR regexp_matches(whole, concat(
        'REDACT|REDACATED|WITHH?ELL?D|PERSONAL DETAILS|PERSONAL DATA|PERSONAL INFORMATION|DATA PROTECTION|NAME REMOVED|NAME SUPPRESSED|\bGDPR\b|',
        '^(?:X+|NA|N A|NONE|UNKNOWN|NOT KNOWN|CONFIDENTIAL|(?:PRIVATE )?INDIVIDUALS?|PRIVATE PERSON|THIRD PARTY)$|',
        '^(?:EXEMPT(?: INFORMATION)?|CONFIDENTIAL (?:INFORMATION|DATA|PAYEE|SUPPLIER)|ANONYM(?:OUS|ISED)|SUPPRESSED|',
        'COMMERCIAL(?:LY)?(?: IN)? (?:CONFIDENTIAL|CONFIDENCE|SENSITIVE)|RESTRICTED|SENSITIVE(?: DATA| INFORMATION)?|',
        'PERSONAL|PROTECTED DATA|DATA (?:PROTECTED|SUBJECT)|THIRD PARTY PAYEE|UNDISCLOSED|CLIENTS?|',
        '(?:NAME )?NOT (?:FOR PUBLICATION|PUBLISHED|DISCLOSED)|CARE LEAVERS?|KINSHIP CARERS?|R E D A C T E D)$|',
        '^(?:FOSTER CARERS?|DIRECT PAYMENTS?(?: CLIENTS?)?|SERVICE USERS?)$|',
        '\b(?:AD HOC|SUNDRY|VARIOUS|MISC|MISCELLANEOUS|ONE TIME|ONE OFF) (?:\w+ )?',
        '(?:PAYEE|SUPPLIER|VENDOR|PAYMENT|CREDITOR|ACCOUNT|REFUND)S?\b')) AS is_withheld,
    CASE WHEN regexp_matches(whole, '^(?:MR|MRS|MISS|MS|MX|MASTER) \w+(?: \w+){0,3}$') THEN NOT regexp_matches(whole, concat(
        '\b(?:LTD|LIMITED|PLC|LLP|CIC|SONS?|SERVICES?|PARTNERS?|COMPANY|CO|TRUST|GROUP|UK|SHOPS?|STORES?|CATERING|',
        'TAXIS?|COACHES|CARE|SCHOOL|HOTEL|INTERIORS)\b')) ELSE false END AS is_personal
FROM whole;
