//! The same article in every format.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Each with a name, and how its text is made.
pub fn of_every_format() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let texts = [
        ("a.txt", PLAIN, "as is"),
        ("a.md", MARKDOWN, "markdown"),
        ("toml.md", TOML, "markdown"),
        ("one.json", JSON, "field body"),
        ("list.json", LIST, "field maintext"),
        ("feed.json", JSON_FEED, "field content_html without markup"),
        ("a.jsonl", JSON_LINES, "field text"),
        ("a.csv", CSV, "field text"),
        ("a.tsv", TSV, "field content"),
        ("a.rss", RSS, "field content:encoded without markup"),
        ("a.atom", ATOM, "field content without markup"),
        ("a.eml", EML, "mail text"),
        ("html.eml", HTML_EML, "mail html"),
        ("a.mbox", MBOX, "mail text"),
    ];
    let mut samples: Vec<_> =
        texts.map(|(name, text, from)| (name, text.as_bytes().to_vec(), from)).into_iter().collect();
    samples.push(("a.csv.gz", gzip(CSV.as_bytes()), "field text"));
    samples.push(("a.md.zst", zstd::encode_all(MARKDOWN.as_bytes(), 3).unwrap(), "markdown"));
    samples.push(("a.zip", zip(&[("a.json", JSON.as_bytes())]), "field body"));
    samples
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const PLAIN: &str = "Title: Harbour shut\nDate: 2021-03-09\nSource: The Harbour Post\nBy: Jane Doe\n\
    URL: https://example.org/harbour\n\nOSLO — The harbour is closed.\n\n“Nobody sails,” said Mayor Åse Lund.\n";

const MARKDOWN: &str = "---\ntitle: Harbour shut\ndate: 2021-03-09\nsource: The Harbour Post\nauthor: \"Jane Doe\"\n\
    url: https://example.org/harbour\n---\n\nOSLO — The harbour is **closed**.\n\n> “Nobody [sails](https://example.org),” said Mayor Åse Lund.\n";

const TOML: &str = "+++\ntitle = \"Harbour shut\"\ndate = 2021-03-09\nsource = 'The Harbour Post'\nauthors = [\"Jane Doe\"]\n\
    url = 'https://example.org/harbour'\n+++\nOSLO — The harbour is *closed*.\n\n“Nobody sails,” said Mayor Åse Lund.\n";

const JSON: &str = r#"{"headline": "Harbour shut", "published_at": "2021-03-09T10:00:00+01:00", "author": {"name": "Jane Doe"},
  "source": {"id": 7, "name": "The Harbour Post"}, "link": "https://example.org/harbour", "tags": [],
  "body": "OSLO — The harbour is closed.\n\n“Nobody sails,” said Mayor Åse Lund."}"#;

const LIST: &str = r#"[{"title": "Harbour shut", "date_publish": "2021-03-09 10:00:00", "authors": ["Jane Doe"],
  "publisher": "The Harbour Post", "url": "https://example.org/harbour", "description": "The harbour.",
  "maintext": "OSLO — The harbour is closed.\n\n“Nobody sails,” said Mayor Åse Lund."}]"#;

const JSON_FEED: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Harbour Post", "description": "News",
  "items": [{"id": "1", "title": "Harbour shut", "date_published": "2021-03-09T10:00:00Z", "authors": [{"name": "Jane Doe"}],
  "url": "https://example.org/harbour",
  "content_html": "<p>OSLO — The harbour is closed.</p><p>“Nobody <b>sails</b>,” said Mayor Åse Lund.</p>"}]}"#;

const JSON_LINES: &str = "{\"title\": \"Harbour shut\", \"date\": \"2021-03-09\", \"author\": \"Jane Doe\", \
    \"source-hostname\": \"The Harbour Post\", \"source\": \"https://example.org/harbour\", \
    \"text\": \"OSLO — The harbour is closed.\\n\\n“Nobody sails,” said Mayor Åse Lund.\"}\n\n";

const CSV: &str = "title,authors,publish_date,publication,url,text\n\
    Harbour shut,\"['Jane Doe']\",2021-03-09 00:00:00,The Harbour Post,https://example.org/harbour,\
    \"OSLO — The harbour is closed.\n\n“Nobody sails,” said Mayor Åse Lund.\"\n";

const TSV: &str = "\tid\ttitle\tpublication\tauthor\tdate\tyear\turl\tcontent\n\
    0\t7\tHarbour shut\tThe Harbour Post\tJane Doe\t2021-03-09\t2021.0\thttps://example.org/harbour\t\
    \"OSLO — The harbour is closed.\n\n“Nobody sails,” said Mayor Åse Lund.\"\n";

const RSS: &str = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>The Harbour Post</title><item>\
    <title>Harbour shut</title><link>https://example.org/harbour</link><dc:creator><![CDATA[Jane Doe]]></dc:creator>\
    <pubDate>Tue, 09 Mar 2021 10:00:00 +0100</pubDate><description>The harbour.</description><content:encoded>\
    <![CDATA[<p>OSLO &mdash; The harbour is closed.</p><p>“Nobody sails,” said Mayor Åse Lund.</p>]]></content:encoded>\
    </item></channel></rss>";

const ATOM: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title type=\"text\">The Harbour Post</title><entry>\
    <title>Harbour shut</title><link rel=\"self\" href=\"https://example.org/1\"/>\
    <link rel=\"alternate\" href=\"https://example.org/harbour\"/><id>tag:1</id><updated>2021-03-10T10:00:00Z</updated>\
    <published>2021-03-09T10:00:00Z</published><author><name>Jane Doe</name><email>jane@example.org</email></author>\
    <content type=\"xhtml\"><div><p>OSLO — The <b>harbour</b> is closed.</p><p>“Nobody sails,” said Mayor Åse Lund.</p>\
    </div></content></entry></feed>";

const EML: &str = "From: The Harbour Post <news@example.org>\r\nList-Id: <news.example.org>\r\nSubject: Harbour shut\r\n\
    Date: Tue, 9 Mar 2021 23:00:00 -0500\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
    OSLO — The harbour is closed.\r\n\r\n“Nobody sails,” said Mayor Åse Lund.\r\n\r\n\
    --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>no</p>\r\n--b--\r\n";

const HTML_EML: &str = "From: =?utf-8?q?Jane_Doe?= <jane@example.org>\nSubject: Harbour shut\nMessage-ID: <1@example.org>\n\
    Date: 9 Mar 2021 10:00:00 +0100\nContent-Type: text/html; charset=windows-1252\n\
    Content-Transfer-Encoding: quoted-printable\n\n<p>OSLO =97 The harbour is closed.</p>=\n\
    <p>=93Nobody sails,=94 said Mayor =C5se Lund.</p>\n";

const MBOX: &str = "From news@example.org Tue Mar  9 10:00:00 2021\nFrom: Jane Doe <jane@example.org>\n\
    Subject: Harbour shut\nDate: Tue, 9 Mar 2021 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n\
    OSLO — The harbour is closed.\n\n“Nobody sails,” said Mayor Åse Lund.\n\n";
