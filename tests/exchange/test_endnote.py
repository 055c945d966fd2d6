"""EndNote's XML."""

from curabib.model import Record, Snapshot
from curabib.normalise import normalise
from curabib.readers import read


def records(*parts: str) -> tuple[Record, ...]:
    text = (
        "<xml>\n<records>\n" + "\n".join(f"<record>{part}</record>" for part in parts) + "\n</records></xml>"
    )
    snapshot = Snapshot(source="s", path="x.xml", text=text)
    return normalise(read(snapshot).value, snapshot).value


def styled(text: str) -> str:
    return f'<style face="normal" font="default" size="100%">{text}</style>'


def test_every_text_may_be_styled() -> None:
    (record,) = records(
        '<ref-type name="Conference Proceedings">10</ref-type><contributors>'
        f"<authors><author>{styled('Lovelace, Ada')}</author><author>et al.</author></authors>"
        f"<secondary-authors><author>{styled('Watt, James')}</author></secondary-authors></contributors>"
        f"<titles><title>{styled('On ')}{styled('engines')}</title><secondary-title>ICML</secondary-title></titles>"
        f"<dates><year>{styled('2019')}</year><pub-dates><date>{styled('June 3')}</date></pub-dates></dates>"
        "<keywords><keyword>steam</keyword><keyword>water; iron</keyword></keywords>"
        "<urls><related-urls><url>https://arxiv.org/abs/1901.00001</url><url>https://a.org/x</url></related-urls></urls>"
        "<isbn>978-0-262-03384-8</isbn><custom1>mine</custom1>"
    )
    fields = record.fields
    assert (record.entry_type, fields.title, str(fields.venue)) == ("inproceedings", "On engines", "ICML")
    assert (str(fields.authors), str(fields.editors)) == ("Ada Lovelace, et al.", "James Watt")
    assert str(fields.date) == "2019-06-03"
    assert record.keywords == ("steam", "water; iron")
    assert len(record.links) == 2
    assert {i.scheme for i in record.identifiers} == {"arxiv", "isbn"}
    assert record.location is not None
    assert record.location.line == 3


def test_institutions_and_serial_numbers() -> None:
    thesis, article = records(
        '<ref-type name="Thesis">32</ref-type><titles><title>T</title></titles><publisher>MIT</publisher>',
        '<ref-type name="Journal Article">17</ref-type><titles><title>A</title></titles><isbn>0028-0836</isbn>'
        "<periodical><full-title>Nature</full-title></periodical><electronic-resource-num>10.1038/x1</electronic-resource-num>",
    )
    assert thesis.fields.text("institution") == "MIT"
    assert article.fields.text("issn") == "0028-0836"
    assert article.identifier("doi") == "10.1038/x1"


def test_an_empty_record_is_an_entry_without_a_title() -> None:
    text = "<xml><records><record/></records></xml>"
    snapshot = Snapshot(source="s", path="x.xml", text=text)
    found = normalise(read(snapshot).value, snapshot)
    assert [d.code for d in found.diagnostics] == ["CB101"]
