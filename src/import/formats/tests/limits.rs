//! What is too much, and how each cap is said.

use super::samples::{gzip, zip};
use super::*;
use crate::import::Cap;
use std::time::Duration;

fn refused(name: &str, bytes: &[u8], limits: Limits) -> Vec<String> {
    refusals(&read_with(name, bytes, &ReadOptions::default(), &limits))
}

#[test]
fn a_cap_that_is_hit_is_said_with_its_value() {
    let small = || Limits { file_bytes: 100, record_bytes: 100, ..Limits::default() };
    let long = "No ship sails. ".repeat(100);
    for (name, bytes) in [
        ("a.txt", long.clone()),
        ("a.md", long.clone()),
        ("a.html", format!("<html><p>{long}")),
        ("a.eml", format!("From: a\nMIME-Version: 1.0\n\n{long}")),
        ("a.jsonl", format!("{{\"text\":\"{long}\"}}\n")),
        ("a.json", format!("[{{\"text\":\"{long}\"}}]")),
        ("one.json", format!("{{\"text\":\"{long}\"}}")),
        ("a.rss", format!("<rss><item><description>{long}")),
        ("a.mbox", format!("From a 2021\nFrom: a\n\n{long}")),
    ] {
        let said = refused(name, bytes.as_bytes(), small());
        assert!(said[0].ends_with("it is larger than 100 bytes"), "{name}: {said:?}");
    }
    let csv = format!("title,text\nA,\"{}\"\n", long.repeat(10));
    assert!(refused("a.csv", csv.as_bytes(), small())[0].ends_with("it is larger than 100 bytes"));
}

#[test]
fn a_record_that_is_too_large_costs_only_itself() {
    let long = "No ship sails. ".repeat(500);
    let limits = || Limits { record_bytes: 4 << 10, ..Limits::default() };
    for (name, bytes) in [
        ("a.jsonl", format!("{{\"text\":\"One.\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"Three.\"}}\n")),
        ("a.json", format!("[{{\"text\":\"One.\"}},{{\"text\":\"{long}\"}},{{\"text\":\"Three.\"}}]")),
        ("a.csv", format!("title,text\nA,One.\nB,{long}\nC,Three.\n")),
        (
            "a.mbox",
            format!(
                "From a 2021\nFrom: a\n\nOne.\n\nFrom b 2021\nFrom: b\n\n{long}\n\nFrom c 2021\nFrom: c\n\nThree.\n"
            ),
        ),
    ] {
        let items = read_with(name, bytes.as_bytes(), &ReadOptions::default(), &limits());
        let texts: Vec<_> = items.iter().map(|item| item.as_ref().map(|article| article.text.trim())).collect();
        let [Ok("One."), Err(error), Ok("Three.")] = texts.as_slice() else { panic!("{name}: {texts:?}") };
        assert_eq!(error.place.record, Some(2), "{name}");
        assert!(matches!(error.reason, Refusal::TooMuch(Cap::Bytes(4096))), "{name}: {error}");
    }
}

#[test]
fn no_nesting_overflows_the_stack() {
    let deep = |open: &str, close: &str, inside: &str| {
        format!("{}{inside}{}", open.repeat(100_000), close.repeat(100_000)).into_bytes()
    };
    for (name, bytes) in [
        ("a.json", deep("[", "]", "1")),
        ("b.json", deep("{\"data\":", "}", "1")),
        ("c.json", deep("{\"article\":", "}", "{\"text\":\"One.\"}")),
        ("a.jsonl", deep("{\"text\":", "}", "1")),
        ("b.jsonl", [b"{\"text\":", &deep("[", "]", "")[..], b"}\n"].concat()),
        ("a.html", deep("<div>", "</div>", "")),
        ("a.rss", [b"<rss><item><description>", &deep("<div>", "</div>", "")[..]].concat()),
        ("b.rss", deep("<item>", "</item>", "")),
        ("a.md", deep("> ", "", "")),
        ("b.md", deep("- ", "", "")),
        ("c.md", deep("[", "](a)", "")),
        ("d.md", deep("*a **a ", "", "")),
        ("e.md", format!("---\ntitle: {}One{}\n---\n", "[".repeat(100_000), "]".repeat(100_000)).into_bytes()),
        ("a.eml", deep("Content-Type: message/rfc822\n\n", "", "")),
        ("b.eml", deep("Content-Type: multipart/mixed; boundary=b\n\n--b\n", "", "")),
    ] {
        // Nothing has a text here, whatever else is wrong with it.
        let items = read_file(name, &bytes);
        assert!(
            items.iter().all(|item| item.as_ref().map_or(true, |article| article.text.len() <= bytes.len() + 2)),
            "{name}"
        );
        assert!(!items.is_empty(), "{name}");
    }
    let elements = format!("<rss><item><description>{}", "<b>".repeat(1000));
    assert!(refused("a.rss", elements.as_bytes(), Limits::default())[0].ends_with("deeper than 256"));
    let parts = format!("From: a\n{}", "Content-Type: text/plain\n".repeat(1000));
    assert!(refused("a.eml", parts.as_bytes(), Limits::default())[0].ends_with("more than 200 parts"));
}

#[test]
fn elements_and_time_are_capped() {
    let limits = || Limits { nodes: 1000, ..Limits::default() };
    let html = "<p>One.</p>".repeat(1000);
    let list = format!("{{\"text\":\"One.\",\"tags\":[{}0]}}", "0,".repeat(1000));
    for (name, bytes) in [("a.html", &html), ("a.json", &list), ("a.md", &"*a* ".repeat(1000))] {
        assert!(refused(name, bytes.as_bytes(), limits())[0].ends_with("more than 1000 elements"), "{name}");
    }
    let limits = Limits { time: Duration::ZERO, ..Limits::default() };
    assert!(refused("a.md", "*a* ".repeat(1000).as_bytes(), limits)[0].contains("it took longer than 0 s"));
}

#[test]
fn a_bomb_stops_where_it_expands_too_far_and_costs_no_file_beside_it() {
    let zeros = vec![b' '; 16 << 20];
    let bomb = gzip(&zeros);
    assert!(bomb.len() < 1 << 15);
    assert_eq!(refused("a.txt.gz", &bomb, Limits::default()), ["it expands to more than 250 times its size"]);
    let bomb = ::zstd::encode_all(&zeros[..], 3).unwrap();
    assert_eq!(refused("a.jsonl.zst", &bomb, Limits::default()), ["it expands to more than 250 times its size"]);
    let zip = zip(&[("a.txt", b"One."), ("bomb.txt", &zeros), ("c.txt", b"Three.")]);
    let items = read_file("a.zip", &zip);
    assert_eq!(refusals(&items), ["bomb.txt: it expands to more than 250 times its size"]);
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 2);
}

#[test]
fn what_comes_of_archives_inside_each_other_is_too_much_together() {
    // A gzip file that is one part over and over, so that what is around it makes it very small: neither of the
    // two expands too far.
    let text: String = (1..4000_u64).map(|n| format!("{:x} ", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let inner = gzip(text.as_bytes()).repeat(200);
    let whole = "all that comes of the archive is more than 250 times its size";
    let outer = ::zstd::encode_all(&inner[..], 3).unwrap();
    assert!(inner.len() < 8 << 20 && 250 * outer.len() < inner.len() + 200 * text.len() - (8 << 20));
    let said = refused("a.txt.gz.zst", &outer, Limits::default());
    assert!(said.len() == 1 && said[0].ends_with("more than 250 times its size"), "{said:?}");
    let zip = zip(&[("a.txt", b"One."), ("b.txt.gz", &inner), ("c.txt", b"Three.")]);
    let limits = Limits { expansion: 1, ..Limits::default() };
    assert_eq!(refused("a.zip", &zip, limits), [whole.replace("250", "1")]);
}

#[test]
fn archives_are_opened_only_so_deep_and_so_full() {
    let nested = |depth: usize| (0..depth).fold(b"One.".to_vec(), |inner, _| gzip(&inner));
    assert_eq!(all_of("a.gz", &nested(4)).len(), 1);
    assert_eq!(refused("a.gz", &nested(5), Limits::default()), ["archives stand in each other deeper than 4"]);
    let zip = zip(&[("a.txt", b"One."), ("b.txt", b"Two.")]);
    let limits = Limits { members: 1, ..Limits::default() };
    assert_eq!(refused("a.zip", &zip, limits), ["the archive has more than 1 files"]);
}

#[test]
fn a_damaged_archive_gives_what_came_before_the_damage() {
    let line = |number: u64| format!("{{\"text\":\"Ship {} sails.\"}}\n", number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let lines: String = (0..1000).map(line).collect();
    let packed = gzip(lines.as_bytes());
    let items = read_file("a.jsonl.gz", &packed[..packed.len() / 2]);
    assert!(items.iter().filter(|item| item.is_ok()).count() > 10);
    let last = items.last().unwrap().as_ref().unwrap_err();
    assert!(matches!(last.reason, Refusal::Unreadable(_)) && last.place.record > Some(10), "{last}");
}
