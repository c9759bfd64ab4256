"""What Word and Google Docs put on the clipboard, written after their manner."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p{margin:0}</style><!--[if gte mso 9]><xml><o:Office/></xml><![endif]--></head><body>
<p class=MsoTitle>Plan<o:p></o:p></p>
<p class=MsoNormal style='margin:0cm'><b>Bold</b> and <i style='font-size:11pt'>slanted</i><o:p>
</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>one</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18pt;mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>two</p></body></html>"""
DOCS = """<b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr"><span
style="font-size:20pt">Plan</span></h1><p dir="ltr"><span style="font-weight:700;">Bold</span><span
style="font-weight:400;"> and </span><span style="font-style:italic;">slanted</span></p><ul><li
dir="ltr"><p role="presentation"><span>one</span></p></li><li dir="ltr"><p role="presentation"><span
>two</span></p></li></ul></b>"""
HOSTILE = """<p>Safe<img src=x onerror=alert(1)><script>alert(2)</script><a
href="javascript:alert(3)"> link</a><svg onload=alert(4)></svg></p>"""
# Ten of ten of ten …: a reader of XML who puts in what each stands for has no end of it.
GROWING = (
    '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    + "]><p>It says &a9;</p>"
)
LEVELS = "".join(f"<ul><li>{level}" for level in range(40)) + "</li></ul>" * 40
NESTED = f"<p>Every</p>{LEVELS}<p>within</p>"
