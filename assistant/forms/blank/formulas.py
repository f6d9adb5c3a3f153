"""The live formulas of the form, for the default rule set cn-2020-10.

A row's score is shown only where the cell texts leave no doubt: a number with the same unit on both
sides, or a person's judgement within its band. All else stays blank for `jixiao score`, which also
reads dates, other units and words. So what the form shows, `score` says too.
"""

from __future__ import annotations

_POSITIONS = "{" + ",".join(str(n) for n in range(1, 17)) + "}"
#: in a unit, these mean that the text is more than a number and its unit
_UNCLEAR = "以前后内底约余多左右之每月日号季级等类档名星次成/()（）、，,。.-~至到+%×年0123456789"
_PLAIN_UNITS = (
    "{"
    + ",".join(f'"{u}"' for u in ("%", "年", "月", "次", "人次", "场次", "批次", "天", ""))
    + "}"
)
#: words that make a text without digits a date or a number to `score`
_NUMERALS = (
    "{"
    + ",".join(f'"{c}"' for c in "零〇一二两三四五六七八九十百千万亿半年月日季天前底期时0123456789")
    + "}"
)
_ABSENT = '{"","/","—","-","无","——","…","……","暂无"}'


def _is_one_of(cell: str, array: str) -> str:
    return f'SUMPRODUCT(--(TRIM({cell}&"")={array}))>0'


def _holds_any(cell: str, array: str) -> str:
    return f'SUMPRODUCT(--ISNUMBER(FIND({array},{cell}&"")))>0'


def helpers(r: int) -> dict[str, str]:
    """Hidden columns by letter: sign, body, digits, number and unit of the target; the same of the actual."""
    sign = f'LEFT(TRIM(D{r}&""),1)'
    two = f'LEFT(TRIM(D{r}&""),2)'
    unclear = "{" + ",".join(f'"{c}"' for c in _UNCLEAR) + "}"
    return {
        "T": f'=IF(AND(ISNUMBER(FIND({sign},"≥≤=")),D{r}&""<>""),{sign},IF({two}=">=","≥",IF({two}="<=","≤",""))) ',
        "U": f'=IF(T{r}="",TRIM(D{r}&""),TRIM(MID(TRIM(D{r}&""),IF(ISNUMBER(FIND({sign},"≥≤=")),2,3),60)))',
        "V": _digits(f"U{r}"),
        "W": f'=IF(V{r}=0,"",IFERROR(VALUE(LEFT(U{r},V{r})),""))',
        "X": f"=MID(U{r},V{r}+1,60)",
        "Y": _digits(f'TRIM(E{r}&"")'),
        "Z": f'=IF(Y{r}=0,"",IFERROR(VALUE(LEFT(TRIM(E{r}&""),Y{r})),""))',
        "AA": f'=MID(TRIM(E{r}&""),Y{r}+1,60)',
        # whether the two compare: one plain unit on both sides
        "AB": f'=AND(ISNUMBER(W{r}),ISNUMBER(Z{r}),EXACT(X{r},AA{r}),OR({_is_one_of(f"X{r}", _PLAIN_UNITS)},'
        f'NOT({_holds_any(f"X{r}", unclear)})),NOT(AND(X{r}="月")),NOT(AND(X{r}="年",N(W{r})>=1000)),'
        f'OR(K{r}&""="",K{r}="正向",K{r}="反向"))',
        # the sign that counts: as written, else by direction, else ≤ for cost and = for none at all
        "AC": f'=IF(T{r}<>"",T{r},IF(OR(K{r}="反向",AND(K{r}&""="",{_cost(r)})),"≤",'
        f'IF(AND(N(W{r})=0,K{r}&""=""),"=","≥")))',
    }  # fmt: skip


def _cost(r: int) -> str:
    return f'OR(A{r}="成本指标",RIGHT(B{r}&"",4)="成本指标")'


def _digits(text: str) -> str:
    """How many characters at the start are digits or a point."""
    return f'=16-SUMPRODUCT(MAX(ISERROR(FIND(MID({text}&"x",{_POSITIONS},1),"0123456789."))*(17-{_POSITIONS})))'


def score(r: int) -> str:
    """Points of a row, two decimals half up, less the person's own 扣减; blank where it cannot be said."""
    over = f'AND(AC{r}="=",{_cost(r)},Z{r}>W{r})'
    numeric = (
        f'IF(W{r}=0,IF(AC{r}="=",IF(Z{r}=0,1,0),""),'
        f'IF(OR(AC{r}="≤",{over}),IF(Z{r}<=W{r},1,W{r}/Z{r}),MIN(1,Z{r}/W{r})))'
    )
    in_band = (
        f'OR(AND(L{r}="达成",M{r}>=0.8,M{r}<=1),AND(L{r}="部分达成",M{r}>=0.6,M{r}<0.8),'
        f'AND(L{r}="未达成",M{r}>=0,M{r}<0.6),AND(L{r}&""="",M{r}>=0,M{r}<=1))'
    )
    words = (
        f'AND(K{r}<>"时限",OR(K{r}="定性",AND(K{r}&""="",NOT({_holds_any(f"D{r}", _NUMERALS)}))))'
    )
    judged = (
        f'IF(ISNUMBER(M{r}),IF({in_band},M{r},""),IF(AND(M{r}&""="",L{r}="达成"),1,'
        f'IF(AND(M{r}&""="",L{r}&""="",TRIM(D{r}&"")=TRIM(E{r}&"")),1,"")))'
    )
    share = f'IF(AB{r},{numeric},IF({words},{judged},""))'
    empty = f"OR(NOT(ISNUMBER(F{r})),{_is_one_of(f'D{r}', _ABSENT)},{_is_one_of(f'E{r}', _ABSENT)})"
    # a score that needs rounding is rounded first far below the cent: binary halves are not decimal ones
    points = f"ROUND(ROUND(F{r}*({share}),9),2)"
    return f'=IF({empty},"",IFERROR(MAX(0,IF(({share})=1,F{r},{points})-N(N{r})),""))'


def rate(r: int) -> str:
    """全年执行数 ÷ 全年预算数 of one line of funds."""
    return f'=IF(AND(ISNUMBER(E{r}),ISNUMBER(G{r}),N(E{r})>0),G{r}/E{r},"")'


def total_rate(r: int, first: int, last: int) -> str:
    """The rate over all sources; blank while a source with any amount lacks budget or payment."""
    rows = f'SUMPRODUCT(--((D{first}:D{last}&"")&(E{first}:E{last}&"")&(F{first}:F{last}&"")&(G{first}:G{last}&"")<>""))'
    full = f"AND({rows}>0,COUNT(E{first}:E{last})={rows},COUNT(G{first}:G{last})={rows},N(E{r})>0)"
    return f'=IF({full},G{r}/E{r},"")'


def total_score(r: int) -> str:
    """min(1, 执行率) × 10."""
    return f'=IF(ISNUMBER(H{r}),IF(H{r}>=1,10,ROUND(ROUND(10*H{r},9),2)),"")'


def sum_of(letter: str, first: int, last: int) -> str:
    """The sum of a column; blank while nothing is there."""
    return f'=IF(COUNT({letter}{first}:{letter}{last})=0,"",SUM({letter}{first}:{letter}{last}))'


def whole(first: int, last: int, execution: int) -> str:
    """The total; blank until every named row and the execution rate have their points."""
    named = f'SUMPRODUCT(--(TRIM(C{first}:C{last}&"")<>""))'
    return f'=IF(AND({named}>0,COUNT(G{first}:G{last})={named},ISNUMBER(I{execution})),SUM(G{first}:G{last})+I{execution},"")'


def grade(r: int) -> str:
    """优 良 中 差 by the total, where the points add up to 100 (10号 Art. 19)."""
    return f'=IF(AND(ISNUMBER(G{r}),ROUND(N(F{r}),2)=100),IF(G{r}>=90,"优",IF(G{r}>=80,"良",IF(G{r}>=60,"中","差"))),"")'
