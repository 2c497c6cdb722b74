"""The charts of the report, described with Altair and drawn as SVG offline.

Run as a process of its own (`python -m ...chart_process`, JSON in, SVG out): the drawing engine holds 100 MB, which
a web worker gets back only in this way.
"""

import json
import sys
from typing import Any

from goldthread.reports.diagnostic.fonts import font_folder

RAMP = ("#e8eef5", "#c3d7ec", "#8cb2d9", "#3a78b9", "#003078")
VERDICT_FILLS = ("#8cb2d9", "#942514", "#ffffff")  # supports, contradicts, silent: light, dark, empty without colour
INK = "#0b0c0c"
DARK_FROM = 4  # from this level on, white text is the readable one
FONT = "Source Sans Pro, Arial, sans-serif"
ROW = 26  # pixels per bar, so that a label in it is as large as the text around

Rows = list[dict[str, Any]]


def draw(kind: str, rows: Rows) -> str:
    """SVG of a chart: "overall", "by_section", "records" or "grid"."""
    return _render({"overall": _overall, "by_section": _by_section, "records": _records, "grid": _grid}[kind](rows))


def _render(specification: dict[str, Any]) -> str:
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))
    return str(vl_convert.vegalite_to_svg(specification))


def _fill(alt: Any) -> Any:
    numbers = list(range(len(RAMP) + 1))
    return alt.Color("number:O", scale=alt.Scale(domain=numbers, range=["#ffffff", *RAMP]), legend=None)


def _overall(rows: Rows) -> dict[str, Any]:
    import altair as alt

    order = [row["name"] for row in rows]
    base = alt.Chart(_rows(alt, rows)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(domain=False, ticks=False, labelPadding=10)),
        x=alt.X("count:Q", title=None, axis=None),
    )
    bars = base.mark_bar(stroke=INK, strokeWidth=0.8).encode(color=_fill(alt), strokeDash=_dash(alt))
    labels = base.mark_text(align="left", dx=7, font=FONT, fontSize=15, fontWeight="bold", color=INK).encode(
        text="count:Q"
    )
    return _finish(alt, (bars + labels).properties(width=430, height=alt.Step(ROW + 8)))


def _rows(alt: Any, rows: Rows) -> Any:
    return alt.Data(values=rows)


def _dash(alt: Any) -> Any:
    return alt.StrokeDash(
        "number:O", scale=alt.Scale(domain=list(range(6)), range=[[4, 3], *([[1, 0]] * 5)]), legend=None
    )


def _by_section(rows: Rows) -> dict[str, Any]:
    import altair as alt

    order = [row["section"] for row in sorted(rows, key=lambda row: int(row["place"]))]
    y = alt.Y(
        "section:N",
        sort=list(dict.fromkeys(order)),
        title=None,
        axis=alt.Axis(domain=False, ticks=False, labelPadding=10, labelLimit=280),
    )
    base = alt.Chart(_rows(alt, rows)).encode(y=y)
    bars = base.mark_bar(stroke=INK, strokeWidth=0.8).encode(
        x=alt.X("start:Q", title=None, axis=None), x2="end:Q", color=_fill(alt), strokeDash=_dash(alt)
    )
    middle = alt.datum.start + (alt.datum.end - alt.datum.start) / 2
    labels = (
        base.transform_calculate(middle=middle)
        .mark_text(font=FONT, fontSize=13, fontWeight="bold")
        .encode(
            x="middle:Q",
            text="count:Q",
            color=alt.condition(alt.datum.number >= DARK_FROM, alt.value("#ffffff"), alt.value(INK)),
        )
    )
    return _finish(alt, alt.layer(bars, labels).properties(width=400, height=alt.Step(ROW)))


def _records(rows: Rows) -> dict[str, Any]:
    import altair as alt

    base = alt.Chart(_rows(alt, rows)).encode(
        y=alt.Y("name:N", sort=[row["name"] for row in rows], title=None, axis=_bare(alt)),
        x=alt.X("count:Q", title=None, axis=None),
    )
    fill = alt.Color("number:O", scale=alt.Scale(domain=[0, 1, 2], range=list(VERDICT_FILLS)), legend=None)
    dash = alt.StrokeDash("number:O", scale=alt.Scale(domain=[0, 1, 2], range=[[1, 0], [1, 0], [4, 3]]), legend=None)
    bars = base.mark_bar(stroke=INK, strokeWidth=0.8).encode(color=fill, strokeDash=dash)
    labels = base.mark_text(align="left", dx=7, font=FONT, fontSize=15, fontWeight="bold", color=INK)
    return _finish(alt, (bars + labels.encode(text="count:Q")).properties(width=430, height=alt.Step(ROW + 8)))


def _grid(rows: Rows) -> dict[str, Any]:
    import altair as alt

    above = alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False, labelPadding=8)
    base = alt.Chart(_rows(alt, rows)).encode(
        x=alt.X("column:N", sort=list(dict.fromkeys(row["column"] for row in rows)), title=None, axis=above),
        y=alt.Y("row:N", sort=list(dict.fromkeys(row["row"] for row in rows)), title=None, axis=_bare(alt)),
    )
    cells = base.mark_rect(stroke=INK, strokeWidth=0.8).encode(color=_fill(alt), strokeDash=_dash(alt))
    labels = base.mark_text(font=FONT, fontSize=15, fontWeight="bold").encode(
        text="words:N", color=alt.condition(alt.datum.number >= DARK_FROM, alt.value("#ffffff"), alt.value(INK))
    )
    return _finish(alt, alt.layer(cells, labels).properties(width=alt.Step(84), height=alt.Step(ROW * 2)))


def _bare(alt: Any) -> Any:
    return alt.Axis(domain=False, ticks=False, labelPadding=10)


def _finish(alt: Any, chart: Any) -> dict[str, Any]:
    # room at the side for a reader whose browser has to draw the labels with a wider font
    side = {"left": 34, "right": 5, "top": 5, "bottom": 5}
    plain = chart.configure(font=FONT, padding=side, background="#ffffff").configure_view(stroke=None)
    described: dict[str, Any] = (
        plain.configure_axis(labelFontSize=14, labelColor=INK, grid=False)
        .configure_scale(bandPaddingInner=0.22)
        .to_dict()
    )
    return described


def main() -> None:
    """Draw what stdin asks for: a JSON list of kinds and rows in, a JSON list of SVG texts out."""
    print(json.dumps([draw(chart["kind"], chart["rows"]) for chart in json.load(sys.stdin)]))  # ASCII in any locale


if __name__ == "__main__":
    main()
