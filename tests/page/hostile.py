"""Texts that try to be more than text, and a catalogue that holds nothing else."""

from pathlib import Path

PAYLOADS = [
    "<script>window.pwned=1</script>",
    '"><img src=x onerror=window.pwned=1>',
    "'><svg onload=window.pwned=1>",
    "</textarea></title></style></pre><iframe src=javascript:window.pwned=1></iframe>",
    '<a href="javascript:window.pwned=1">press</a>',
    '<div data-hx-get="/feedback" data-hx-trigger="load" hx-on:click="window.pwned=1">x</div>',
    "javascript:window.pwned=1",
    "[a link](javascript:window.pwned=1) ![](//evil.example/x.png)",
    "**bold** _slanted_ `code` # head | cell | cell",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "&lt;b&gt; &#x3c;script&#x3e; %3Cscript%3E",
    "=cmd|' /C calc'!A0",
    "right to left \u202eevil\u202c and zero\u200bwidth",
    '" autofocus onfocus="window.pwned=1',
    "<!--<p>-->]]><![CDATA[<b>x</b>",
]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def catalogue(folder: Path) -> Path:
    """Write a catalogue of a service for each payload, in which every text that is ever shown holds it."""
    parts = [
        """@prefix cv: <https://w3id.org/cloudcite/vocab#> . @prefix my: <https://example.org/hostile#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<> dct:source my:source0 .
"""
    ]
    for number, payload in enumerate(PAYLOADS):
        text = _quoted(f"{payload} {number}")
        parts.append(
            f"""
my:source{number} a cv:Source ; skos:prefLabel {text} ; dct:publisher {text} ;
    cv:url {_quoted("javascript:window.pwned=" + str(number))} ; cv:status my:status{number} ;
    cv:read "2026-05-20"^^xsd:date ; cv:published "undated" .
my:status{number} a cv:Status ; cv:trust {number + 10} ; skos:prefLabel {text} ; skos:definition {text} .
my:holds{number} a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:range xsd:boolean ;
    skos:prefLabel {text} ; skos:definition {text} ; skos:altLabel "feature number {number}" ;
    cv:importance {number + 1} ; cv:falseLabel {text} ;
    cv:sentence {_quoted("{subject} has " + payload + ".")} ;
    cv:sentenceFalse {_quoted("{subject} lacks " + payload + ".")} .
my:with{number} a owl:ObjectProperty ; rdfs:range cv:Concept ; cv:importance {number + 40} ;
    skos:prefLabel {text} ; skos:definition {text} ; skos:altLabel "companion number {number}" ;
    cv:sentence {_quoted("{subject} comes with {value} " + payload + ".")} .
my:concept{number} a cv:Concept ; skos:prefLabel {text} ; skos:definition {text} .
my:thing{number} a cv:Service ; skos:prefLabel {text} ; skos:altLabel "machine {number}" ;
    skos:definition {text} ; my:holds{number} true ; my:holds0 false ;
    my:with{number} my:concept{number}, my:thing{(number + 1) % len(PAYLOADS)} .
my:note{number} a cv:Note ; skos:prefLabel {text} ; cv:about my:thing{number} ;
    cv:aboutProperty my:holds{number} ; cv:text {text} .
"""
        )
    (folder / "hostile.ttl").write_text("".join(parts), encoding="utf-8")
    return folder
