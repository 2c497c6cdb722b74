-- Cells as councils write them, typed. Each macro takes one published cell; NULL says that there is nothing in it.

-- DuckDB makes a join of every longer IN list, over all rows and before the CASE that guards it: half the time of a load.
SET disabled_optimizers = 'in_clause';

-- A condition is asked of those rows alone that the one before it left over only where it is the WHEN of a CASE.
-- trim is dear, and hardly a cell needs it: the ends are looked at first. Words for nothing begin with #, N, n or a blank.
CREATE OR REPLACE TEMP MACRO cell_text(cell) AS
  CASE
    WHEN cell >= '0' AND cell < 'n' AND NOT suffix(cell, ' ') AND NOT prefix(cell, 'N') THEN cell
    WHEN strlen(cell) <= 8 AND trim(cell) IN ('', '#REF!', '#N/A', '#NAME?', '#VALUE!', '#DIV/0!', 'N/A', 'n/a', 'NULL') THEN NULL
    WHEN prefix(cell, ' ') OR suffix(cell, ' ') THEN nullif(trim(cell), '')
    ELSE cell
  END;

CREATE OR REPLACE TEMP MACRO cell_name(cell) AS
  CASE WHEN contains(cell, '  ') OR contains(cell, chr(160)) OR contains(cell, chr(9))
    THEN cell_text(trim(regexp_replace(cell, '[\s\x{a0}]+', ' ', 'g'))) ELSE cell_text(cell) END;

-- A category, unless the cell says that there is none: in words that begin with N or U, or with a nought.
CREATE OR REPLACE TEMP MACRO cell_category(cell) AS
  CASE WHEN strlen(cell) <= 16 AND (cell < '1' OR cell >= 'N')
      AND upper(trim(cell)) IN ('NA', 'NOT CLASSIFIED', 'UNCLASSIFIED', 'NONE', 'N/A', '0') THEN NULL
    ELSE cell_text(cell) END;

CREATE OR REPLACE TEMP MACRO cell_identifier(cell) AS nullif(upper(replace(cell_text(cell), ' ', '')), '');

CREATE OR REPLACE TEMP MACRO cell_company_number(cell) AS
  CASE WHEN regexp_full_match(cell_identifier(cell), '0*[1-9][0-9]{0,7}') THEN lpad(ltrim(cell_identifier(cell), '0'), 8, '0')
    ELSE cell_identifier(cell) END;

CREATE OR REPLACE TEMP MACRO is_foreign(cell) AS
  coalesce(regexp_matches(cell, '[€$¥]|\b(?i:EUR|USD|CHF|JPY|AUD|CAD|DKK|SEK|NOK|PLN|INR)\b'), false);

CREATE OR REPLACE TEMP MACRO money_bare(cell) AS regexp_replace(cell, '(?i:GBP|£|Â|\s|\x{a0}|\x{202f}|''|[\x{fffd}œúŁ])', '', 'g');

CREATE OR REPLACE TEMP MACRO money_figure(bare) AS
  CASE
    WHEN regexp_full_match(bare, '[0-9]+(\.[0-9]{3})*,[0-9]{1,2}')
      THEN TRY_CAST(replace(replace(bare, '.', ''), ',', '.') AS DECIMAL(18,2))
    WHEN regexp_full_match(bare, '[0-9]{1,3}(,[0-9]{2,3})+(\.[0-9]*)?') THEN TRY_CAST(replace(bare, ',', '') AS DECIMAL(18,2))
    ELSE TRY_CAST(bare AS DECIMAL(18,2))
  END;

CREATE OR REPLACE TEMP MACRO money_sign(bare) AS
  CASE WHEN (starts_with(bare, '(') <> regexp_matches(bare, '^\(?[-−–]|[-−–]\)?(?i:CR?|DR?)?$')) <> regexp_matches(bare, '(?i:CR?)$')
    THEN -1 ELSE 1 END;

CREATE OR REPLACE TEMP MACRO money_with_signs(bare) AS
  CASE WHEN regexp_full_match(bare, '\(?[-−–+]?[0-9.,]+[-−–+]?\)?[-−–+]?(?i:CR?|DR?)?')
    THEN money_sign(bare) * money_figure(regexp_replace(bare, '[()+−–-]|(?i:CR?|DR?)$', '', 'g')) END;

-- Pounds to the penny. A minus may stand before or behind, brackets and CR mean minus, a comma before one or two last figures is a decimal comma.
CREATE OR REPLACE TEMP MACRO cell_money(cell) AS
  coalesce(
    TRY_CAST(cell AS DECIMAL(18,2)),
    CASE WHEN cell IS NULL OR trim(cell) = '' OR is_foreign(cell) THEN NULL
      ELSE CAST(money_with_signs(money_bare(cell)) AS DECIMAL(18,2)) END);

CREATE OR REPLACE TEMP MACRO date_bare(cell) AS
  regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(ltrim(trim(cell), chr(39)),
    '(?i)[ T][0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2}(\.[0-9]+)?)?( ?[AP]M)?( ?Z| ?[+-][0-9]{2}:?[0-9]{2})?$', ''),
    '(?i)^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+', ''),
    '(?i)([0-9])(st|nd|rd|th)\b', '\1'),
    '(?i)([0-9]) of ([a-z])', '\1 \2'),
    '(?i)\bsept\b', 'Sep');

CREATE OR REPLACE TEMP MACRO date_sane(day) AS CASE WHEN day >= DATE '1000-01-01' THEN day END;

CREATE OR REPLACE TEMP MACRO date_iso(cell) AS CASE WHEN NOT suffix(cell, 'Z') THEN date_sane(TRY_CAST(cell AS DATE)) END;

CREATE OR REPLACE TEMP MACRO date_serial(bare) AS
  CASE WHEN TRY_CAST(bare AS DOUBLE) BETWEEN 29221 AND 73051.99 THEN DATE '1899-12-30' + TRY_CAST(floor(TRY_CAST(bare AS DOUBLE)) AS INTEGER) END;

CREATE OR REPLACE TEMP MACRO date_slow(cell, forms) AS
  CASE
    WHEN cell IS NULL OR trim(cell) = '' THEN NULL
    WHEN regexp_full_match(trim(cell), '[0-9]{5}(\.[0-9]+)?') THEN date_serial(trim(cell))
    WHEN suffix(cell, 'Z') AND regexp_matches(cell, '[ T]23:00(:00(\.0+)?)?Z$')  -- midnight of British summer time
      THEN date_sane(CAST(try_strptime(date_bare(cell), forms) AS DATE)) + 1
    ELSE date_sane(CAST(try_strptime(date_bare(cell), forms) AS DATE))
  END;

-- A day without a year, such as 03-Apr, in the year that its month has: 29 February only in a leap year.
CREATE OR REPLACE TEMP MACRO date_yearless(cell) AS
  try_strptime(concat(date_bare(cell), ' 2000'),
    ['%d-%b %Y', '%d %b %Y', '%d/%b %Y', '%d.%b %Y', '%d%b %Y', '%d-%B %Y', '%d %B %Y', '%d/%B %Y', '%d.%B %Y', '%d%B %Y']);
CREATE OR REPLACE TEMP MACRO date_of_year(cell, years) AS
  TRY_CAST(years[month(date_yearless(cell))] || strftime(date_yearless(cell), '-%m-%d') AS DATE);

-- A payee whose name is kept back: by a word that nobody is called, or by a word that a company may be called as well.
CREATE OR REPLACE TEMP MACRO says_withheld(name) AS regexp_matches(name,
  '(?i)redact(?:ed|ion|d)|\bredact\b|redacated|withh?el+d|name removed|personal details|third party supplier|^\W*(?:exempt(?: information)?|(?:private )?individuals?|confidential(?: information| data| payee| supplier)?|commercial(?:ly)?(?: in)? (?:confidential|confidence|sensitive)|anonym(?:ous|ised)|suppressed|restricted|sensitive(?: data| information)?|personal|protected data|data (?:protected|subject|protection)|third party(?: payee)?|undisclosed|(?:name )?not (?:for publication|published|disclosed)|foster(?:ing)? (?:carer|parent|payment)s?|care leavers?|kinship carers?|direct payments?(?: (?:recipient|client|user)s?)?|section 17 payments?|client(?: payment)?s?|service users?|x+|r e d a c t e d)\W*$|^[ *#._?/-]{3,}$');
CREATE OR REPLACE TEMP MACRO is_withheld(name) AS
  CASE
    WHEN prefix(name, 'Redacted') OR prefix(name, 'REDACTED') THEN true  -- most of them, without a pattern
    WHEN NOT regexp_matches(name, '(?i)redact(?:ed|ion|d)|\bredact\b|redacated|withh?el+d|name removed|personal details|third party supplier|^\W*(?:exempt(?: information)?|(?:private )?individuals?|confidential(?: information| data| payee| supplier)?|commercial(?:ly)?(?: in)? (?:confidential|confidence|sensitive)|anonym(?:ous|ised)|suppressed|restricted|sensitive(?: data| information)?|personal|protected data|data (?:protected|subject|protection)|third party(?: payee)?|undisclosed|(?:name )?not (?:for publication|published|disclosed)|foster(?:ing)? (?:carer|parent|payment)s?|care leavers?|kinship carers?|direct payments?(?: (?:recipient|client|user)s?)?|section 17 payments?|client(?: payment)?s?|service users?|x+|r e d a c t e d)\W*$|^[ *#._?/-]{3,}$|personal (?:data|information)|client payment|data protection|private individual|gdpr') THEN false
    ELSE coalesce(says_withheld(name) OR NOT regexp_matches(name, '(?i)\b(?:ltd|limited|plc|llp|cic|inc|people|homes)\b'), false)
  END;

CREATE OR REPLACE TEMP MACRO cell_capital(cell) AS
  CASE
    WHEN lower(trim(cell)) IN ('c', 'cap') OR (contains(lower(cell), 'capital') AND NOT contains(lower(cell), 'revenue')) THEN 'capital'
    WHEN lower(trim(cell)) IN ('r', 'rev') OR (contains(lower(cell), 'revenue') AND NOT contains(lower(cell), 'capital')) THEN 'revenue'
  END;

CREATE OR REPLACE TEMP MACRO cell_method(cell) AS
  CASE
    WHEN lower(trim(cell)) IN ('y', 'yes', 'true', '1', 'gpc', 'pcard', 'gpcs') OR contains(lower(cell), 'card') THEN 'card'
    WHEN lower(trim(cell)) IN ('n', 'no', 'false', '0', 'invoice', 'bacs', 'chaps', 'cheque', 'ap', 'creditor', 'faster payment') THEN 'invoice'
  END;

CREATE OR REPLACE TEMP MACRO cell_yes(cell) AS
  CASE WHEN lower(trim(cell)) IN ('y', 'yes', 'true', '1') THEN true WHEN lower(trim(cell)) IN ('n', 'no', 'false', '0') THEN false END;

CREATE OR REPLACE TEMP MACRO cell_currency(cell) AS
  CASE WHEN upper(trim(cell)) IN ('GBP', '£', 'STERLING', 'POUND', 'POUNDS', 'UK', 'POUNDS STERLING', 'GB POUND', 'UKL') THEN 'GBP'
    ELSE nullif(upper(trim(cell)), '') END;

CREATE OR REPLACE TEMP MACRO is_total(words) AS
  coalesce(regexp_matches(words, '(?i)(^|\|)\s*((grand|sub|net|gross|overall|report|sheet|page|final)[- ]*)*totals?\s*[:=-]?\s*((for|of|amounts?|net|gross|spend|paid|payments?|value|expenditure|invoices?|count|in|excl|incl)\b[^|]{0,60})?($|\|)'), false);

-- A supplier may be called Total Gas; nobody is called Grand total.
CREATE OR REPLACE TEMP MACRO is_total_alone(name) AS
  CASE WHEN ascii(name) | 32 IN (103, 111, 114, 115, 116) AND contains(lower(name), 'total')  -- g, o, r, s and t
    THEN regexp_full_match(lower(name), '(grand |sub[- ]?|overall |report )?totals?\s*:?') ELSE false END;
