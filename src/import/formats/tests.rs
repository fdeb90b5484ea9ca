//! A sample of every format, what comes of it, and what does not.

mod limits;
mod mutations;
mod samples;

use super::*;
use crate::article::{Article, Place};
use crate::import::{ColumnMap, Item, RecordError};
use std::io::Read;
use std::sync::Arc;

/// What comes of `bytes` in a file of that name.
fn read_with(name: &str, bytes: &[u8], options: &ReadOptions, limits: &Limits) -> Vec<Item> {
    let mut items = Vec::new();
    let source = Source { origin: Origin::File(name.into()), content: Content::Bytes(bytes) };
    let report = articles(source, options, limits, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(report.articles as usize, items.iter().filter(|item| item.is_ok()).count());
    assert_eq!((report.failures + report.articles) as usize, items.len());
    items
}

fn read_file(name: &str, bytes: &[u8]) -> Vec<Item> {
    read_with(name, bytes, &ReadOptions::default(), &Limits::default())
}

/// The articles of a file of which nothing is refused.
fn all_of(name: &str, bytes: &[u8]) -> Vec<Article> {
    read_file(name, bytes).into_iter().map(|item| item.unwrap()).collect()
}

fn one_of(name: &str, bytes: &[u8]) -> Article {
    let mut articles = all_of(name, bytes);
    assert_eq!(articles.len(), 1, "{name}");
    articles.remove(0)
}

fn refusals(items: &[Item]) -> Vec<String> {
    items.iter().filter_map(|item| item.as_ref().err()).map(RecordError::to_string).collect()
}

/// Title, date, outlet, byline, URL, and body.
fn said(article: &Article) -> [String; 6] {
    let body: Vec<&str> = article.paragraphs.iter().map(|paragraph| paragraph.of(&article.text)).collect();
    let said = |field: &Option<String>| field.clone().unwrap_or_default();
    let date = article.printed.iso().unwrap_or_default();
    let title = if article.title.stand_in { String::new() } else { article.title.text.clone() };
    [title, date, said(&article.outlet), said(&article.byline), said(&article.url), body.join("|")]
}

const BODY: &str = "OSLO — The harbour is closed.|“Nobody sails,” said Mayor Åse Lund.";

#[test]
fn every_format_gives_the_same_article() {
    let expected = ["Harbour shut", "2021-03-09", "The Harbour Post", "Jane Doe", "https://example.org/harbour", BODY];
    for (name, bytes, text_from) in samples::of_every_format() {
        for name in [name, "unnamed"] {
            let article = one_of(name, &bytes);
            let mut said = said(&article);
            // An e-mail has a sender, and stands nowhere on the web.
            if text_from.starts_with("mail") {
                assert!(said[2] == expected[2] || said[3] == expected[3], "{name}: {said:?}");
                (2..5).for_each(|field| expected[field].clone_into(&mut said[field]));
            }
            assert_eq!(said, expected, "{name}");
            assert!(article.warnings.is_empty(), "{name}: {:?}", article.warnings);
            assert_eq!(article.text_from.to_string(), text_from, "{name}");
        }
    }
}

#[test]
fn a_format_is_known_by_its_contents_before_its_name() {
    for (name, bytes, text_from) in samples::of_every_format() {
        if name.ends_with(".md") {
            continue; // What is said to be plain text may have front matter.
        }
        let article = one_of("wrong.txt", &bytes);
        assert_eq!(article.text_from.to_string(), text_from, "{name}");
    }
    let plain = "Harbour shut\n\n{It is closed}, they say, [all of it].";
    assert_eq!(one_of("a.txt", plain.as_bytes()).text_from.to_string(), "as is");
}

#[test]
fn records_say_where_they_stood_and_bad_ones_cost_no_other() {
    let bad = "{\"text\":\"One.\"}\n{\"text\":\n\n{\"id\":1}\n{\"text\":\"Two.\"}\n";
    let items = read_file("a.jsonl", bad.as_bytes());
    assert_eq!(
        refusals(&items),
        [
            "record 2 (line 2): it is no JSON: EOF while parsing a value at column 8",
            "record 3 (line 4): no column of it is known to hold text: name one with --map text=COLUMN; it has id"
        ]
    );
    let last = items.last().unwrap().as_ref().unwrap();
    assert_eq!(last.place, Place { member: None, record: Some(4), line: Some(5) });

    let bad = "title,text\nA,One.\nB\n\"C\",\n\"D\",\"Two.\nThree.\"\n";
    let items = read_file("a.csv", bad.as_bytes());
    assert_eq!(
        refusals(&items),
        ["record 2 (line 3): it has 1 columns where the first row has 2", "record 3 (line 4): there is no text in it"]
    );
    assert_eq!(items[3].as_ref().unwrap().place.line, Some(5));

    let bad = "[{\"text\":\"One.\"},\n 7,\n {\"text\":\"Two.\"},{\"text\":";
    let items = read_file("a.json", bad.as_bytes());
    assert_eq!(
        refusals(&items),
        [
            "record 2 (line 2): it is not a JSON object",
            "record 4 (line 3): it is cut off: the file ends in the middle of it"
        ]
    );

    let bad = "<rss><channel><title>The Post</title><item><title>A</title><description>One.</description></item>\
        <item><title>B</title></item><item><description>Two.</description></item><item><description>Thr";
    let items = read_file("a.rss", bad.as_bytes());
    assert_eq!(refusals(&items)[0], "record 2: there is no text in it");
    assert!(refusals(&items)[1].starts_with("record 4: it is cut off"), "{:?}", refusals(&items));
    assert_eq!(items[2].as_ref().unwrap().outlet.as_deref(), Some("The Post"));
}

#[test]
fn a_fault_in_a_feed_costs_no_other_item() {
    let item =
        |n: u32, rest: &str| format!("<item><title>T{n}</title><description>Text {n}.{rest}</description></item>");
    for (fault, kept) in [
        ("<br>", ["Text 1.", "Text 2.", "Text 3."].as_slice()),
        ("</b></p>", &["Text 1.", "Text 2.", "Text 3."]),
        ("</description><a b=<\"c\"</item><item></item>", &["Text 1.", "Text 3."]),
        ("<!nonsense>", &["Text 1.", "Text 3."]),
        ("<item><title>", &["Text 1.", "Text 3."]),
    ] {
        let feed = format!("<rss><channel>{}{}{}</channel></rss>", item(1, ""), item(2, fault), item(3, ""));
        let items = read_file("a.rss", feed.as_bytes());
        let texts: Vec<&str> = items.iter().flatten().map(|article| article.text.trim()).collect();
        assert_eq!(texts, kept, "{fault}: {:?}", refusals(&items));
        assert_eq!(refusals(&items).is_empty(), kept.len() == 3, "{fault}");
    }
    let cut = format!("<rss>{}<item><description><![CDATA[{}</rss>", item(1, ""), item(3, ""));
    let items = read_file("a.rss", cut.as_bytes());
    assert_eq!(items.iter().flatten().count(), 1);
    assert!(refusals(&items)[0].ends_with("what follows it is not read"), "{:?}", refusals(&items));
}

#[test]
fn a_table_is_of_one_encoding_however_short_its_cells_are() {
    let (table, _, _) =
        encoding_rs::SHIFT_JIS.encode("title,text\n港,市長は港を閉鎖すると述べた。\n海,船は出ない。\n駅,はい\n");
    let articles = all_of("a.csv", &table);
    let titles: Vec<&str> = articles.iter().map(|article| article.title.text.as_str()).collect();
    assert_eq!(titles, ["港", "海", "駅"]);
    assert!(articles.iter().all(|article| article.warnings.len() == 1));
    // One damaged byte makes no other table of it.
    let mut table = "title,text\nCafé,“Where?” asked Zoë. “Ça.”\n".as_bytes().to_vec();
    table.extend_from_slice("Ö,“Là” said Zoë ".as_bytes());
    table.extend_from_slice(b"\xff.\n");
    let articles = all_of("a.csv", &table);
    assert_eq!((&*articles[1].title.text, articles[1].warnings.len()), ("Ö", 1));
    assert!(articles[1].text.contains("Zoë \u{fffd}."), "{}", articles[1].text);
}

#[test]
fn an_archive_is_no_larger_than_it_says_however_often_it_names_a_file() {
    let mut zip = samples::zip(&[("a.txt", &b"One. ".repeat(1000))]);
    // The same file once more: its entry in the directory, twice.
    let directory = memchr::memmem::rfind(&zip, b"PK\x01\x02").unwrap();
    let end = memchr::memmem::rfind(&zip, b"PK\x05\x06").unwrap();
    let entry = zip[directory..end].to_vec();
    let size = (20 * entry.len() as u32).to_le_bytes();
    zip.splice(end..end, entry.repeat(19));
    let end = end + 19 * entry.len();
    zip[end + 8..end + 10].copy_from_slice(&20_u16.to_le_bytes());
    zip[end + 10..end + 12].copy_from_slice(&20_u16.to_le_bytes());
    zip[end + 12..end + 16].copy_from_slice(&size);
    let items = read_file("a.zip", &zip);
    assert!(items.iter().flatten().count() < 20);
    assert!(refusals(&items).last().unwrap().contains("one over the other"), "{:?}", refusals(&items));
}

#[test]
fn an_archive_names_its_files_and_reads_them_all() {
    let inner = samples::zip(&[("b.txt", b"Two.")]);
    let zip = samples::zip(&[
        ("2021/a.html", b"<html><body><p>One."),
        ("picture.jpg", b"\xff\xd8"),
        ("__MACOSX/a.txt", b"no"),
        (".hidden.txt", b"no"),
        ("inner.zip", &inner),
        ("../../outside.txt", b"Three."),
        ("empty.txt", b" "),
        ("c.jsonl.gz", &samples::gzip(b"{\"text\":\"Four.\"}\n{\"text\":\"Five.\"}")),
    ]);
    let items = read_file("clips.zip", &zip);
    let articles: Vec<_> = items.iter().filter_map(|item| item.as_ref().ok()).collect();
    let paths: Vec<_> = articles.iter().map(|article| article.path().unwrap().into_owned()).collect();
    assert_eq!(
        paths,
        [
            "clips.zip!/2021/a.html",
            "clips.zip!/inner.zip!/b.txt",
            "clips.zip!/../../outside.txt",
            "clips.zip!/c.jsonl.gz",
            "clips.zip!/c.jsonl.gz"
        ]
    );
    assert_eq!(articles[4].place.record, Some(2));
    assert_eq!(refusals(&items), ["empty.txt: there is no text in it"]);
}

#[test]
fn columns_are_named_where_they_are_not_to_be_guessed() {
    let csv = b"inhalt;kopf;wann\nDer Hafen ist zu.;Hafen;9.3.2021\n";
    let error = refusals(&read_file("a.csv", csv));
    assert!(error[0].contains("--map text=COLUMN") && error[0].contains("inhalt, kopf, wann"), "{error:?}");
    let map = |map: &str| ReadOptions { columns: Arc::new(map.parse::<ColumnMap>().unwrap()), ..Default::default() };
    let items = read_with("a.csv", csv, &map("text=inhalt,title=Kopf,date=wann"), &Limits::default());
    let article = items[0].as_ref().unwrap();
    assert_eq!((article.title.text.as_str(), article.text.as_str()), ("Hafen", "Der Hafen ist zu."));
    // March or September?
    assert!(article.printed.iso().is_none() && article.warnings.len() == 1);
    let error = refusals(&read_with("a.csv", csv, &map("text=body"), &Limits::default()));
    assert!(error.len() == 1 && error[0].contains("it has no column “body”"), "{error:?}");
}

#[test]
fn lists_inside_of_objects_are_found() {
    for json in [
        r#"{"status":"ok","totalResults":2,"articles":[{"content":"One."},{"content":"Two."}]}"#,
        r#"{"response":{"docs":[{"body":"One."},{"body":["Two."]}],"meta":{}}}"#,
        r#"{"hits":{"total":2,"hits":[{"_id":1,"_source":{"text":"One."}},{"_source":{"text":"Two."}}]}}"#,
        r#"{"text":"One."} {"text":"Two."}"#,
        r#"[{"text":"One.","data":[{"x":1}]},{"title":{"rendered":"T"},"content":{"rendered":"<p>Two.</p>"}}]"#,
    ] {
        let texts: Vec<_> = all_of("a.json", json.as_bytes()).into_iter().map(|article| article.text).collect();
        assert_eq!(texts, ["One.", "Two."], "{json}");
    }
    // Other objects of a record may be the article.
    let inside = r#"{"id":1,"article":{"title":"Shut","date":"2021-03-09","body":{"text":"One."}}}"#;
    let article = one_of("a.json", inside.as_bytes());
    assert_eq!((article.title.text.as_str(), article.text.as_str()), ("Shut", "One."));
    // Other lists of an article are none of articles.
    let one = r#"{"text":"One.","data":[{"text":"no"}],"authors":[{"name":"Jane Doe"},{"name":"John Roe"}]}"#;
    let article = one_of("a.json", one.as_bytes());
    assert_eq!((article.text.as_str(), article.byline.as_deref()), ("One.", Some("Jane Doe, John Roe")));
    assert_eq!(article.place, Place::default());
}

#[test]
fn a_text_that_is_escaped_or_cut_off_is_read_as_what_it_is() {
    let json = r#"{"content":"It&#8217;s shut &amp; silent.\n\nNo ship… [+1234 chars]"}"#;
    let article = one_of("a.json", json.as_bytes());
    assert_eq!(article.text, "It’s shut & silent.\n\nNo ship… [+1234 chars]");
    assert!(article.warnings[0].message.contains("1234"));
    // Sent without a word on its encoding, and not in UTF-8.
    let mail = b"From: a@example.org\nMIME-Version: 1.0\nDate: 9 Mar 2021\n\nLe port est ferm\xe9, dit le maire.\n";
    let article = one_of("a.eml", mail);
    assert_eq!(article.text.trim(), "Le port est fermé, dit le maire.");
    assert!(article.warnings[0].message.contains("Windows-1252"));
}

#[test]
fn dates_stay_as_printed_and_times_without_a_place_are_said() {
    let date = |date: &str| {
        let json = format!("{{\"text\":\"One.\",\"publish_date\":{date},\"created\":\"2022-01-01\"}}");
        let article = one_of("a.json", json.as_bytes());
        (article.printed.iso().unwrap_or_default(), article.warnings.len())
    };
    for (value, iso, warnings) in [
        ("\"2021-03-09T23:30:00-05:00\"", "2021-03-09", 0),
        ("\"20210309T233000Z\"", "2021-03-09", 0),
        ("\"nan\"", "2022-01-01", 0),
        ("1615332600", "2021-03-09", 1),
        ("1615332600000", "2021-03-09", 1),
        ("\"3/4/2021\"", "", 1),
    ] {
        assert_eq!(date(value), (iso.to_owned(), warnings), "{value}");
    }
    let rss =
        "<rss><item><pubDate>Tue, 09 Mar 2021 23:30:00 -0500</pubDate><description>One.</description></item></rss>";
    assert_eq!(one_of("a.rss", rss.as_bytes()).printed.iso().as_deref(), Some("2021-03-09"));
}

#[test]
fn every_encoding_is_read_in_every_format_of_text() {
    let utf16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    for (name, bytes, text_from) in samples::of_every_format() {
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        if text_from.starts_with("mail") {
            continue; // An e-mail says part by part how it is encoded.
        }
        let utf16 = one_of(name, &utf16(text));
        assert!(said(&utf16)[5] == BODY && utf16.warnings.is_empty(), "{name}: {:?}", utf16.warnings);
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let guessed = one_of(name, &windows);
        assert_eq!(said(&guessed)[5], BODY, "{name}");
        assert!(!guessed.warnings.is_empty() || name.ends_with(".rss"), "{name}");
        let options = ReadOptions { encoding: Some(encoding_rs::WINDOWS_1252), ..Default::default() };
        let asked = read_with(name, &windows, &options, &Limits::default());
        let asked = asked[0].as_ref().unwrap();
        assert!(said(asked)[5] == BODY && asked.warnings.is_empty(), "{name}: {:?}", asked.warnings);
    }
}

#[test]
fn what_is_known_but_not_read_is_said() {
    for (bytes, why) in [
        (&b"%PDF-1.7\n%\xe2\xe3"[..], "PDF"),
        (b"BZh91AY", "bzip2"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not plain text"),
        (b"<?xml version=\"1.0\"?><svg/>", "no feed"),
        (b"", "no text"),
    ] {
        let error = refusals(&read_file("a", bytes));
        assert!(error.len() == 1 && error[0].contains(why), "{error:?}");
    }
    let office = samples::zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    assert!(refusals(&read_file("a.docx", &office))[0].contains("office document"));
}

#[test]
fn a_stray_nul_and_utf_16_are_no_binary() {
    assert!(!is_binary(b"The harbour\0is closed.\r\n\tNo ship sails."));
    assert!(is_binary(b"T\0h\0e"));
    assert!(is_binary(b"\0\x01\x02"));
    assert!(!is_binary(b"\xff\xfeH\0i\0"));
    assert!(is_binary(b"\x7fELF\0"));
    assert!(!is_binary("né à Paris".as_bytes()));
}

#[test]
fn mending_is_said_in_every_format() {
    for (name, text) in [
        ("a.txt", "â€œNo,â€\u{9d} she said."),
        ("a.json", r#"{"text":"\u00e2\u20ac\u0153No,\u00e2\u20ac\u009d she said."}"#),
        ("a.html", "<html><p>â€œNo,&acirc;&euro;&#x9d; she said."),
    ] {
        let article = one_of(name, text.as_bytes());
        assert!(article.text.contains("“No,"), "{name}: {}", article.text);
        assert!(article.warnings[0].message.contains("mended"), "{name}");
    }
}

#[test]
fn reading_ends_where_no_more_is_wanted() {
    let lines = "{\"text\":\"One.\"}\n".repeat(10);
    let zip = samples::zip(&[("a.jsonl", lines.as_bytes()), ("b.jsonl", lines.as_bytes())]);
    for bytes in [lines.as_bytes(), &zip] {
        let mut left = 3;
        let source = Source { origin: Origin::Given, content: Content::Stream(Box::new(bytes)) };
        let report = articles(source, &ReadOptions::default(), &Limits::default(), &mut |_| {
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((report.articles, report.stopped), (3, true));
    }
}

#[test]
fn a_stream_is_read_no_further_than_its_records_are_wanted() {
    let endless = std::io::repeat(b'\n').take(u64::MAX);
    let endless = (&b"{\"text\":\"One.\"}\n{\"text\":\"Two.\"}"[..]).chain(endless);
    let source = Source { origin: Origin::File("a.jsonl".into()), content: Content::Stream(Box::new(endless)) };
    let report = articles(source, &ReadOptions::default(), &Limits::default(), &mut |_| ControlFlow::Break(()));
    assert_eq!(report.articles, 1);
}
