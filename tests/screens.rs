//! The whole reader driven by a script of keys into ratatui's `TestBackend`: what it shows at
//! several sizes, from the seed, and what it does.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod script;

use ratatui::buffer::Buffer;
use regex::Regex;
use script::{LOADED, Played, Step, play, play_on, play_welcomed, play_with};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use whosaid::library::load::Source;

/// The screens at every size that the design names.
macro_rules! screens {
    ($($name:ident: $steps:expr;)*) => {
        /// What leads to each of them.
        const SCREENS: &[(&str, &[Step])] = &[$((stringify!($name), $steps)),*];

        $(#[test]
        fn $name() {
            for (columns, rows) in [(60, 20), (80, 24), (100, 30), (140, 45), (200, 60)] {
                assert_looks(stringify!($name), columns, rows, $steps);
            }
        })*
    };
}

/// That the screen which the last step waits for looks as it did.
fn assert_looks(name: &str, columns: u16, rows: u16, steps: &[Step]) {
    let screen = timeless(&play(columns, rows, steps).screen);
    insta::with_settings!({ snapshot_path => "screens", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen);
    });
}

/// The screen without how long something took, which the title line tells and no two runs share.
fn timeless(screen: &str) -> String {
    let took = Regex::new(r#" +((searched|[0-9,…]+ quote|[0-9,…]+ article)[^"]* )[0-9.]+ m?s "$"#).unwrap();
    match screen.split_once('\n') {
        Some((title, rest)) => format!("{}\n{rest}", took.replace(title, "  ${1}# ms \"")),
        None => screen.to_owned(),
    }
}

screens! {
    browse: &[(LOADED, "")];
    article: &[(LOADED, "<Tab><Tab>/prisons<Enter><Esc><Enter>"), ("prisons", "")];
    quotes: &[(LOADED, "<Enter><Tab>/best way<Enter><Esc>"), ("The best way", "")];
    finder: &[(LOADED, "flightfoot line"), ("1 / ", ""), ("firm", "")];
    evidence: &[(LOADED, "<Tab><Tab>/prisons<Enter><Esc>i"), ("Evidence · quotation", "")];
    help: &[(LOADED, "?"), ("Keys", "")];
    search: &[(LOADED, "<Enter>/letter"), ("hit 1/", "")];
    zen: &[(LOADED, "z"), ("CHICAGO", "")];
    check_idle: &[(LOADED, "C"), ("Type or paste", "")];
    check_not_found: &[(LOADED, "CNo badger ever piloted this zeppelin<Enter>"), ("NOT FOUND", "")];
    all_quotes: &[(LOADED, "gq"), ("1/16", ""), ("27 Jul 2020", "")];
    speakers: &[(LOADED, "gs"), ("Marisol Quint", "j"), ("2/", "")];
    concordance: &[(LOADED, "gkbridge<Enter>"), ("1/1", "j"), ("2/1", "")];
    library: &[(LOADED, "gi"), ("in memory", ""), ("everything is read", "")];
    messages: &[(LOADED, "gl"), ("MESSAGES", "")];
    export: &[(LOADED, "gq"), ("1/16", "/speaker:quint<Enter>"), ("1/26", ""), ("17 Dec 2019", "e"), ("the 26 quotations of this table", "")];
    command: &[(LOADED, ":so<Tab>"), ("sort the articles", "")];
    set: &[(LOADED, ":set hyph<Tab>"), ("set hyphenation off", "")];
    hyphenated: &[(LOADED, "<Tab>:set hyphenation on<Enter>"), ("hyphenation on", "")];
    filter: &[(LOADED, "gfferry"), ("article 1/8", "")];
    finder_nothing: &[(LOADED, "fzqxj"), ("nothing found", "")];
    hits_idle: &[(LOADED, "F"), ("a phrase", ""), ("1/167", "")];
    hits_nothing: &[(LOADED, "Fzeppelin<Enter>"), ("nothing found", ""), (" 0 quotes", "")];
    hits_refused: &[(LOADED, "Fbridge kind:odd"), ("it is one of direct", "")];
    table_nothing: &[(LOADED, "gq/speaker:nobody<Enter>"), ("0 quotes", "")];
    concordance_idle: &[(LOADED, "gk"), ("Type a word", "")];
    kept_nothing: &[(LOADED, "gm"), ("Nothing is marked yet", "")];
    saved_nothing: &[(LOADED, "g/"), ("No search is saved yet", "")];
    speaker_month: &[(LOADED, "gs"), ("Marisol Quint", "<Enter>"), ("QUOTES ", "h<Enter>"), ("of 26 ·", "")];
    speaker: &[(LOADED, "gs"), ("Marisol Quint", "<Enter>"), ("QUOTES ", ""), ("● 17 Dec", "")];
}

/// The steps to a checked claim; the months of its speaker come last, where there is room for them.
fn checked(rows: u16) -> [Step<'static>; 3] {
    let claim = "CI drew a firm line against that — Lori Lightfoot<Enter>";
    [(LOADED, claim), ("ALTERED 80 %", ""), (if rows < 30 { "CONTEXT" } else { "in all" }, "")]
}

#[test]
fn check() {
    for (columns, rows) in [(80, 24), (100, 30), (140, 45), (200, 60)] {
        assert_looks("check", columns, rows, &checked(rows));
    }
    assert_looks("check", 60, 20, &checked(20)[..2]);
}

#[test]
fn first_run() {
    let welcome = "Welcome: j moves, Enter reads, f finds, m keeps, ? helps";
    for (columns, rows) in [(60, 20), (80, 24), (100, 30), (140, 45), (200, 60)] {
        let played = play_welcomed(columns, rows, welcome, &[(LOADED, "")]);
        insta::with_settings!({ snapshot_path => "screens", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("first_run_{columns}x{rows}"), played.screen);
        });
    }
}

#[test]
fn where_there_is_no_article_it_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for (columns, rows) in [(60, 20), (80, 24), (100, 30), (140, 45), (200, 60)] {
        let played = play_on(Source::Paths(vec![folder.path().to_owned()]), columns, rows, &[("no articles here", "")]);
        insta::with_settings!({ snapshot_path => "screens", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("empty_{columns}x{rows}"), played.screen);
        });
    }
}

/// Texts that are hard to set: wide characters, a cluster of several, right to left, letters under a pile of marks.
const STRANGE: [&str; 4] = ["你好世界", "👩‍👩‍👧 family", "العربية والعبرية", "z̸̢̛͓̈a̷̡͝l̴̨̛g̶̢͘o̵̧͝"];

/// A folder with an article for each of them, as headline, outlet, speaker and words.
fn strange() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in STRANGE.iter().enumerate() {
        let words = [*text; 9].join(" ");
        let article = format!(
            "{words}\nDate: 2021-03-0{}\nOutlet: {text}\n\n“{words},” Mayor Ann {text} Lee said. It was said again.\n",
            number + 1
        );
        std::fs::write(folder.path().join(format!("{number}.txt")), article).unwrap();
    }
    folder
}

#[test]
fn strange_texts_break_no_column() {
    let clips = strange();
    let screens: &[(&str, &[Step])] = &[
        ("browse", &[("4 articles", ""), ("QUOTES", "")]),
        ("table", &[("4 articles", "gq"), ("1/4", ""), ("● ", "")]),
        ("finder", &[("4 articles", "f"), (" / ", "")]),
        ("hits", &[("4 articles", "Fkind:direct<Enter>"), ("1/4", "")]),
    ];
    for (name, steps) in screens {
        for size in [(100, 30), (140, 45)] {
            let cells = play_on(Source::Paths(vec![clips.path().to_owned()]), size.0, size.1, steps).cells;
            assert_columns_stand(name, &cells);
        }
    }
}

/// That every vertical rule which begins under a horizontal one stands in its column down to the next.
fn assert_columns_stand(name: &str, cells: &Buffer) {
    let (columns, rows) = (cells.area.width, cells.area.height);
    let mut rules = 0;
    for x in 0..columns {
        for y in 0..rows.saturating_sub(1) {
            if cells[(x, y)].symbol() != "┬" {
                continue;
            }
            rules += 1;
            let broken = (y + 1..rows).map(|y| cells[(x, y)].symbol()).find(|symbol| !["│", "├", "┤"].contains(symbol));
            assert_eq!(broken, Some("┴"), "{name}: the rule in column {x}");
        }
    }
    // What has no rule shows at its right end what is right-aligned there, or nothing.
    assert!(rules > 0 || !name.contains("browse"), "{name} has no rules");
}

#[test]
fn hits() {
    for (columns, rows) in [(60, 20), (80, 24), (100, 30), (140, 45), (200, 60)] {
        // Where there is room for facets, they come last.
        let last = if columns < 96 { ("2/1", "") } else { ("OUTLET", "") };
        assert_looks("hits", columns, rows, &[(LOADED, "Fbridge<Enter>"), ("1/1", "j"), ("2/1", ""), last]);
    }
}

#[test]
fn save_search() {
    for (columns, rows) in [(60, 20), (80, 24), (100, 30), (140, 45), (200, 60)] {
        let last = if columns < 96 { "1/18" } else { "OUTLET" };
        let steps = [(LOADED, "Fbridge<Enter>"), ("1/18", ""), (last, "<^s>the bridge"), ("name the bridge", "")];
        assert_looks("save_search", columns, rows, &steps);
    }
}

#[test]
fn facets_take_the_place_of_the_hits_where_there_is_no_room_beside_them() {
    let steps = [(LOADED, "Fbridge<Enter>"), ("1/1", "<Tab>"), ("SPEAKER", "<Enter>"), ("speaker:", "")];
    play(80, 24, &steps);
}

#[test]
fn a_query_that_says_nothing_has_carets_under_what_is_wrong() {
    let played = play(80, 24, &[(LOADED, "Fbridge kind:odd"), ("it is one of direct", "")]);
    let rows: Vec<&str> = played.screen.lines().collect();
    let at = rows.iter().position(|row| row.contains("^^^")).unwrap();
    assert_eq!(
        rows[at].find("^^^").map(|byte| &rows[at][..byte]).map(|text| text.chars().count()),
        rows[at - 1].find("odd").map(|byte| rows[at - 1][..byte].chars().count())
    );
}

#[test]
fn the_table_of_quotations_is_narrowed_down_by_a_query() {
    let played = play(100, 30, &[(LOADED, "gq"), ("1/16", "/speaker:quint"), ("1/2", ""), ("Marisol Quint", "")]);
    assert!(!played.screen.contains("Lori Lightfoot"), "{}", played.screen);
}

/// What each screen looks like in each theme, at one size.
macro_rules! themes {
    ($($test:ident: $theme:literal;)*) => {
        /// Every one of them.
        const THEMES: &[&str] = &[$($theme),*];

        $(#[test]
        fn $test() {
            let hits: &[Step] = &[(LOADED, "Fbridge<Enter>"), ("1/1", "j"), ("2/1", ""), ("OUTLET", "")];
            let save: &[Step] = &[(LOADED, "Fbridge<Enter>"), ("1/1", ""), ("OUTLET", "<^s>the bridge"), ("name the bridge", "")];
            let checked = checked(30);
            for (name, steps) in SCREENS.iter().chain(&[("hits", hits), ("save_search", save), ("check", &checked)]) {
                assert_looks_in_theme(name, &play_with(Source::Seeds, None, $theme, (100, 30), steps), $theme);
            }
        })*
    };
}

themes! {
    theme_ink: "ink";
    theme_paper: "paper";
    theme_contrast: "contrast";
    theme_sixteen: "sixteen";
    theme_none: "none";
}

/// That the text of a screen, and the stretches of each look in it, are as they were.
fn assert_looks_in_theme(name: &str, played: &Played, theme: &str) {
    // How long something took stands at the right end, and so its column is no other's.
    let took = Regex::new(r"(?m)^(\s+0:)\d+( (?:searched|[0-9,…]+ (?:quote|article)).* )[0-9.]+ m?s$").unwrap();
    let looks = looks(&played.cells);
    insta::with_settings!({ snapshot_path => "screens", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("theme_{theme}_{name}"), took.replace_all(&looks, "${1}#${2}# ms"));
    });
}

/// The looks of a screen: of each, how it is and which cells of which rows have it.
fn looks(cells: &Buffer) -> String {
    let mut looks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for y in 0..cells.area.height {
        let look = |x: u16| format!("{:?}", cells[(x, y)].style());
        let mut first = 0;
        for x in 1..=cells.area.width {
            if x == cells.area.width || look(x) != look(first) {
                let text: String = (first..x).map(|x| cells[(x, y)].symbol()).collect();
                if !text.trim().is_empty() {
                    looks.entry(look(first)).or_default().push(format!("{y}:{first} {}", text.trim()));
                }
                first = x;
            }
        }
    }
    looks.into_iter().map(|(look, texts)| format!("{look}\n  {}\n", texts.join("\n  "))).collect()
}

/// The list’s line of an article of which something is kept: it comes when the marks have found their
/// places.
const KEPT: &str = "★▸";

/// Marks of the seeds, made as the reader would make them.
fn marked(folder: &Path) -> Option<PathBuf> {
    let marks = folder.join("marks.db");
    let steps = [
        (LOADED, "<Tab><Tab>/prisons<Enter><Esc>m"),
        (" kept ", "acall the office<Enter>before Monday<^s>"),
        ("note saved", "tletters, police<Enter>"),
        ("tags saved", "]cEva Lind<Enter>"),
        ("said by", "Fbridge speaker:quint<Enter><^s>Quint on the bridge<Enter>"),
        ("search saved", ""),
    ];
    play_with(Source::Seeds, Some(marks.clone()), "ink", (100, 30), &steps);
    Some(marks)
}

#[test]
fn marks() {
    let folder = tempfile::tempdir().unwrap();
    let file = marked(folder.path());
    let to_quotation = "<Tab><Tab>/prisons<Enter><Esc>";
    let screens: &[(&str, &[Step])] = &[
        ("marked", &[(LOADED, ""), (KEPT, to_quotation), ("★", "<Enter>"), ("[8] call the office", "")]),
        ("note", &[(LOADED, ""), (KEPT, to_quotation), ("★", "a"), ("before Monday", "")]),
        ("tags", &[(LOADED, ""), (KEPT, to_quotation), ("★", "]t"), ("Tags", "le"), ("#letters", "")]),
        ("correct", &[(LOADED, ""), (KEPT, to_quotation), ("★", "c"), ("Who is speaking", "")]),
        ("kept", &[(LOADED, ""), (KEPT, "gm"), ("1 kept of 2 marks", ""), ("27 Jul 2020", "")]),
        ("saved", &[(LOADED, ""), (KEPT, "g/"), ("Quint on the bridge", "")]),
    ];
    for (name, steps) in screens {
        for size in [(60, 20), (80, 24), (100, 30), (140, 45), (200, 60)] {
            let played = play_with(Source::Seeds, file.clone(), "ink", size, steps);
            insta::with_settings!({ snapshot_path => "screens", prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), played.screen);
            });
        }
        for theme in THEMES {
            assert_looks_in_theme(name, &play_with(Source::Seeds, file.clone(), theme, (100, 30), steps), theme);
        }
    }
}

/// A folder with one report in two printings, the second of which was shortened and toned down.
fn two_printings() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let report = |ferry: &str, end: &str| {
        format!(
            "The ferry stays in port until the autumn, the harbour board decided on Monday after a long night of \
             talks with the crews, who had asked for two more boats.\n\n“We {ferry} sail before the hull is mended,” \
             Captain Ines Varga said. “Whoever wants to cross may take the bridge, which is open day and night, \
             and costs nothing.”\n\nThe board meets again in a month.{end}\n"
        )
    };
    let first = report("will never", "\n\nNobody on the island was asked, its mayor said.");
    let second = report("may not", "");
    for (name, date, outlet, text) in
        [("a.txt", "2021-03-04", "Port Daily", first), ("b.txt", "2021-03-06", "Island Post", second)]
    {
        let head = format!("The ferry stays in port\nDate: {date}\nOutlet: {outlet}\n\n");
        std::fs::write(folder.path().join(name), head + &text).unwrap();
    }
    folder
}

#[test]
fn diff() {
    let clips = two_printings();
    let steps = [("2 articles", "<Tab>D"), ("only below", "]"), ("change 1/", "")];
    let source = Source::Paths(vec![clips.path().to_owned()]);
    for theme in THEMES {
        assert_looks_in_theme("diff", &play_with(source.clone(), None, theme, (100, 30), &steps), theme);
    }
    for (columns, rows) in [(60, 20), (80, 24), (100, 30), (140, 45), (200, 60)] {
        let played = play_on(source.clone(), columns, rows, &steps);
        insta::with_settings!({ snapshot_path => "screens", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("diff_{columns}x{rows}"), played.screen);
        });
    }
}

#[test]
fn what_a_place_shows_is_exported_from_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let typed = |name: &str| format!("e{}<Enter>", path(name).display());
    let (table, speaker, hits, all) = (typed("table.jsonl"), typed("speaker.txt"), typed("hits.csv"), typed("all.bib"));
    let all = all.replacen('e', "e<^r><^r>", 1);
    let steps = [
        (LOADED, "gq"),
        ("1/16", "/speaker:quint<Enter>"),
        ("1/26", table.as_str()),
        ("exported: 26", "s"),
        ("QUOTES ", ""),
        ("● 17 Dec", speaker.as_str()),
        ("exported: ", "Fbridge<Enter>"),
        ("1/1", hits.as_str()),
        ("exported: ", "e<Esc>gb"),
        ("articles", all.as_str()),
        ("exported: 16", ""),
    ];
    play(100, 30, &steps);
    let lines = |name: &str| std::fs::read_to_string(path(name)).unwrap().lines().count();
    assert_eq!(lines("table.jsonl"), 26);
    assert!(lines("speaker.txt") > 4 && lines("hits.csv") > 10 && lines("all.bib") > 100);
}

#[test]
fn what_has_a_tag_is_found_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let steps = [
        (LOADED, ""),
        (KEPT, "<Tab><Tab>/prisons<Enter><Esc>"),
        ("★", "Ftag:letters<Enter>"),
        ("1/1", ""),
        ("not prisons and police", ""),
    ];
    play_with(Source::Seeds, marked(folder.path()), "ink", (100, 30), &steps);
}

#[test]
fn marks_whose_words_are_nowhere_are_shown_as_orphans() {
    let (folder, clips) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = marked(folder.path());
    std::fs::write(clips.path().join("a.txt"), "“We will,” Ada Stone said.\n").unwrap();
    let source = Source::Paths(vec![clips.path().to_owned()]);
    let played = play_with(source, file, "ink", (100, 30), &[("1 article", "gm"), ("2 orphans", "")]);
    assert!(played.screen.contains("○ orphan: its words are in no article"), "{}", played.screen);
}

#[test]
fn a_quotation_is_found_and_stood_at_with_three_keys_besides_the_letters() {
    let steps = [(LOADED, "flightfoot line"), ("1 / ", "<Enter>"), ("These are not troops", "yy"), ("copied:", "")];
    let played = play(100, 30, &steps);
    assert_eq!(played.copied.len(), 1);
    assert!(played.copied[0].contains("These are not troops, that’s not what’s coming to Chicago… I draw"));
    assert!(played.copied[0].contains("Mayor Lori Lightfoot"));
}

#[test]
fn each_way_of_copying_says_what_it_copied() {
    let steps =
        [(LOADED, "<Tab><Tab>/When it<Enter>yq"), ("copied: When it came", "yc"), ("copied: State Senator", "")];
    let played = play(100, 30, &steps);
    assert!(played.copied[0].starts_with("When it came to this letter"));
    assert!(played.copied[1].contains("Robert Peters, quoted in"), "{}", played.copied[1]);
}

#[test]
fn the_finder_goes_from_a_speaker_to_what_they_said() {
    let steps = [
        (LOADED, "f<^r><^r>"),
        ("[speakers]", "ptrs"),
        (" quotations", "<Enter>"),
        ("by Robert Peters ❯", ""),
        ("2 / 2", ""),
    ];
    let played = play(100, 30, &steps);
    assert!(played.screen.contains("The best way"), "{}", played.screen);
}

#[test]
fn the_list_shows_only_what_is_asked_for_until_escape() {
    let steps = [(LOADED, "gfFERRY"), ("“ferry”", "<Enter>"), ("article 1/8", ""), ("“ferry”", "<Esc>")];
    let played = play(100, 30, &[&steps[..], &[("/26 ", "gfno such title"), ("no title or outlet", "")]].concat());
    assert!(played.screen.contains("only: no such title"), "{}", played.screen);
}

#[test]
fn the_page_and_numbered_links_open_in_the_browser() {
    let clips = tempfile::tempdir().unwrap();
    let page =
        "URL: https://a.test/story\n\n“We will,” Ada Stone said.\n\nSee http://b.test/x (and https://c.test/y).\n";
    std::fs::write(clips.path().join("a.txt"), page).unwrap();
    let source = Source::Paths(vec![clips.path().to_owned()]);
    let steps = [("[2] https://c.test/y", "o2o"), ("opening https://c.test/y", "3o"), ("no link 3", "")];
    let played = play_on(source, 100, 30, &steps);
    assert!(played.browsed[0].starts_with("https://a.test/story#:~:text="), "{:?}", played.browsed);
    assert_eq!(played.browsed[1], "https://c.test/y");
}

#[test]
fn search_goes_round_and_escape_forgets_it() {
    let steps = [
        (LOADED, "<Enter>/LETTER<Enter>"),
        ("hit 1/", "nN"),
        ("hit 1/", "N"),
        ("went round", "<Esc>"),
        ("yy copy", ""),
    ];
    let played = play(100, 30, &steps);
    assert!(!played.screen.contains("hit "), "{}", played.screen);
}

#[test]
fn a_search_for_what_folds_to_several_characters_shows_each_once() {
    let played = play(150, 40, &[(LOADED, "<Tab><Tab>]/."), ("hit ", "")]);
    assert!(played.screen.contains("coming to Chicago…"), "{}", played.screen);
}

#[test]
fn a_broken_file_is_named_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("good.txt"), "“We will,” Ada Stone said.\n").unwrap();
    std::fs::write(folder.path().join("bad.txt"), b"\0\0\0\x1b[2J").unwrap();
    let source = Source::Paths(vec![folder.path().to_owned()]);
    let played = play_on(source, 100, 30, &[("1 failed", ""), ("Ada Stone", ""), ("bad.txt", "")]);
    assert!(played.screen.contains("1 article · "), "{}", played.screen);
}

#[test]
fn no_size_and_no_key_brings_it_down() {
    let places =
        "FbrS<Enter>jG<Tab>j<Tab>s<Esc>CI drew a line<Enter>jk/<Esc>HHLLgqjG/x<Esc>gsj<Enter>jl<Tab>j<Enter>gb";
    for (columns, rows) in [(0, 0), (1, 1), (2, 3), (5, 2), (10, 5), (20, 9), (79, 14), (140, 4), (500, 200)] {
        play(columns, rows, &one_by_one(places));
    }
    let keys = "jkGgg]]}{/a<Enter>nN<Esc>fa<^r>b<^s><Down><Esc>?x<Esc>i]<Esc>zz++--SS5j<Tab>JK<Tab>yyyq";
    for (columns, rows) in [(0, 0), (1, 1), (2, 3), (5, 2), (10, 5), (20, 4), (79, 3), (80, 5), (140, 4), (500, 200)] {
        play(columns, rows, &one_by_one(keys));
    }
}

/// Steps that press the keys one by one, a frame after each.
fn one_by_one(keys: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.starts_with('<').then(|| rest.find('>')).flatten();
        let (key, behind) = rest.split_at(named.map_or(c.len_utf8(), |end| end + 1));
        steps.push(("", key));
        rest = behind;
    }
    steps.push(("", ""));
    steps
}
