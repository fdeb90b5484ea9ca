//! The wording check.

use super::Theme;
use super::frame::{self, Heading};
use super::paint::{Strip, rule, sparks};
use super::passage;
use super::status::typed;
use super::theme::KEPT;
use crate::app::App;
use crate::app::layout::{Area, body};
use crate::app::places::check::{Check, CheckScreen, Checked, Found, Progress};
use crate::article::DateStyle;
use crate::quote::Certainty;
use crate::search::wording::{Alteration, Column, Match, Op, Verdict};
use crate::text::numbers::{counted, grouped};
use crate::text::wrap::{columns_of, fit};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;
use std::time::Duration;

/// Columns from which a row of the results has room for its outlet.
const ROOMY: u16 = 90;
/// The most columns that the name beside the months takes.
const NAME: usize = 40;

/// Draws the check; says where the cursor stands.
pub fn draw(app: &App, check: &Check, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let screen = CheckScreen::new(body(app.size), check);
    frame::draw(app, Heading { name: "CHECK WORDING", note: note(check) }, theme, buf);
    let cursor = line(&screen, check, theme, buf);
    match &check.progress {
        Progress::Idle => idle(&screen, theme, buf),
        Progress::Asked(_) => {
            Strip::row(screen.verdict, 0).after(2).put(buf, "looking…   ^c stops", theme.dim);
        }
        Progress::Failed(reason) => {
            Strip::row(screen.verdict, 0).after(2).put(buf, reason, theme.warning);
        }
        Progress::Done(checked) => {
            verdict(&screen, app, check, checked, theme, buf);
            diff(&screen, check, theme, buf);
            results(app, &screen, check, checked, theme, buf);
            context(app, &screen, check, theme, buf);
            months(&screen, check, theme, buf);
        }
    }
    cursor.filter(|_| !check.in_results)
}

/// Among how much it was looked, and for how long.
fn note(check: &Check) -> String {
    check.checked().map_or_else(String::new, |checked| {
        let quotations = counted(checked.searched.quotations, "quote");
        let articles = counted(checked.searched.articles, "article");
        format!("searched {quotations} and {articles} in {}", spent(checked.took))
    })
}

/// *0.2 ms*, *1.5 s*
pub fn spent(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 0.01 => format!("{:.1} ms", seconds * 1000.0),
        seconds if seconds < 1.0 => format!("{:.0} ms", seconds * 1000.0),
        seconds => format!("{seconds:.1} s"),
    }
}

fn line(screen: &CheckScreen, check: &Check, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let claimed = check.claimed();
    let strip = Strip::row(screen.line, 0).after(1).before_last(1);
    let speaker = claimed.speaker.map(|name| format!("said by {name}?")).unwrap_or_default();
    let used = strip.put_right(buf, &speaker, theme.dim);
    let strip = strip.before_last(if used > 0 { used + 2 } else { 0 });
    let cursor = typed(strip, "❯ ", &check.line, theme, buf);
    if let (true, Some(offered)) = (check.line.text().is_empty(), &check.offered) {
        strip.after(2).put(buf, offered, theme.dim);
    }
    cursor
}

fn idle(screen: &CheckScreen, theme: &Theme, buf: &mut Buffer) {
    let hints = [
        "Type or paste what somebody is said to have said, then Enter.",
        "A name after a dash says whose words they are claimed to be:  We will not go — Ana Ruiz",
    ];
    for (row, hint) in hints.into_iter().enumerate() {
        Strip::row(screen.verdict, row).after(2).put(buf, hint, theme.dim);
    }
}

/// *ALTERED 80 %   changed, dropped*, and whose words they are.
fn verdict(screen: &CheckScreen, app: &App, check: &Check, checked: &Checked, theme: &Theme, buf: &mut Buffer) {
    let strip = Strip::row(screen.verdict, 0).after(2);
    let percent = match checked.verdict {
        Verdict::Altered | Verdict::Near => format!(" {}", percent(checked.similarity)),
        Verdict::Exact | Verdict::NotFound => String::new(),
    };
    let style = if checked.verdict == Verdict::Exact { theme.heading } else { theme.warning };
    let used = strip.put(buf, &format!("{}{percent}", checked.verdict.name().to_uppercase()), style);
    strip.after(used + 3).put(buf, &told(checked), theme.text);
    let source = match check.found() {
        Some(found) => source(&found.passage, app.look.dates),
        None if !app.loading.ended => "nothing like it is here yet; articles are still coming in".to_owned(),
        None => "nothing like it is here; that is no proof that it was never said".to_owned(),
    };
    Strip::row(screen.verdict, 1).after(2).put(buf, &source, theme.dim);
}

/// What the verdict means, in words.
fn told(checked: &Checked) -> String {
    match checked.verdict {
        Verdict::Exact if checked.fragment => "a part of what was said".to_owned(),
        Verdict::Exact | Verdict::NotFound => String::new(),
        Verdict::Near => "something like it was printed; none of it is chosen".to_owned(),
        Verdict::Altered => names(&checked.alterations),
    }
}

fn names(alterations: &[Alteration]) -> String {
    alterations.iter().map(|alteration| alteration.name()).collect::<Vec<_>>().join(", ")
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Who said it, where and when it was printed.
fn source(passage: &Match, dates: DateStyle) -> String {
    let article = &passage.record.article;
    let place = article.dateline.as_ref().map(|dateline| dateline.place.clone());
    let printed = format!("printed {}", article.printed.long_in(dates));
    let title = format!("“{}”", article.title.text);
    let facts = [Some(speaker(passage)), place, Some(printed), article.outlet.clone(), Some(title)];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn speaker(passage: &Match) -> String {
    match passage.quotation() {
        Some(quotation) => format!("{} {}", quotation.certainty.sign(), quotation.speaker_or_unknown()),
        None => "in running text".to_owned(),
    }
}

/// A line of the diff: its name, its words, and the look of those that are not the same.
type Side = (&'static str, fn(&Column) -> &str, Style);

fn diff(screen: &CheckScreen, check: &Check, theme: &Theme, buf: &mut Buffer) {
    let Some(found) = check.found() else { return };
    let (above, below) = found.group.sides();
    let sides: [Side; 2] =
        [(above, |column| &column.yours, theme.warning), (below, |column| &column.printed, theme.accent)];
    let fitting = (screen.diff.height / 3) as usize;
    for (number, line) in screen.lines.iter().take(fitting).enumerate() {
        for (row, (name, words, style)) in sides.into_iter().enumerate() {
            let strip = Strip::row(screen.diff, 3 * number + 1 + row);
            strip.before_last((strip.width as usize).saturating_sub(9)).put_right(buf, name, theme.dim);
            let mut rest = strip.after(12);
            for column in line {
                let style = if column.op == Op::Same { theme.text } else { style };
                rest.put(buf, words(column), style);
                rest = rest.after(column.width() + 1);
            }
            if row == 1 && number + 1 == fitting && screen.lines.len() > fitting {
                Strip::row(screen.diff, 3 * number + 2).put_right(buf, " …", theme.dim);
            }
        }
    }
}

fn results(app: &App, screen: &CheckScreen, check: &Check, checked: &Checked, theme: &Theme, buf: &mut Buffer) {
    if screen.heading.height == 0 {
        return;
    }
    rule(buf, Area { y: screen.heading.y - 1, ..screen.heading }, theme.dim);
    let columns = Columns::of(screen.heading);
    let heading = Strip::row(screen.heading, 0);
    let style = if check.in_results { theme.accent } else { theme.heading };
    for (strip, name) in columns.all(heading).into_iter().zip(["verdict", "speaker", "printed", "outlet", "group"]) {
        strip.put(buf, name, style);
    }
    let in_sight = checked.found.iter().enumerate().skip(check.cursor.top()).take(screen.visible());
    for (row, (number, found)) in in_sight.enumerate() {
        let strip = Strip::row(screen.rows, row);
        let selected = number == check.cursor.row();
        let style = if selected { theme.selected } else { theme.text };
        if selected {
            let pointer = if check.in_results { theme.accent } else { theme.dim };
            strip.after(1).put(buf, app.look.pointer(), pointer);
        }
        if found.key.zip(found.passage.quotation).is_some_and(|(key, at)| app.marking.is_quotation_kept(key, at)) {
            strip.put(buf, KEPT, theme.own);
        }
        let cells = cells(found, app.look.dates);
        for (at, (strip, text)) in columns.all(strip).into_iter().zip(&cells).enumerate() {
            strip.put(buf, text, if at > 1 && !selected { theme.dim } else { style });
        }
        if let Some(quotation) = found.passage.quotation() {
            let name = quotation.speaker.as_ref().map_or("", |speaker| speaker.name.as_str());
            columns.all(strip)[1].put(buf, quotation.certainty.sign(), theme.speaker(name));
        }
    }
}

/// The cells of a row.
fn cells(found: &Found, dates: DateStyle) -> [String; 5] {
    let article = &found.passage.record.article;
    let verdict = match (found.similarity, found.alterations.as_slice()) {
        (Some(_), []) if found.passage.is_exact() => "exact".to_owned(),
        (Some(similarity), []) => format!("near {}", percent(similarity)),
        (Some(similarity), _) => format!("altered {}", percent(similarity)),
        (None, []) => "same words".to_owned(),
        (None, altered) => names(altered),
    };
    let speaker = match found.passage.quotation() {
        Some(quotation) => {
            let name = quotation.speaker.as_ref().map_or("speaker unknown", |speaker| speaker.name.as_str());
            format!("{} {name}", quotation.certainty.sign())
        }
        None => format!("{} in running text", Certainty::Unknown.sign()),
    };
    let outlet = article.outlet.clone().unwrap_or_else(|| "—".to_owned());
    [verdict, speaker, article.printed.in_style(dates), outlet, found.group.name().to_owned()]
}

/// Where the columns of the results stand.
struct Columns {
    widths: [usize; 5],
}

impl Columns {
    fn of(area: Area) -> Self {
        let group = if area.width >= 70 { 15 } else { 0 };
        let outlet = if area.width >= ROOMY { 18 } else { 0 };
        let fixed = 3 + 14 + 13 + outlet + group;
        let speaker = (area.width as usize).saturating_sub(fixed + 1).min(40);
        Columns { widths: [14, speaker, 13, outlet, group] }
    }

    fn all(&self, row: Strip) -> [Strip; 5] {
        let mut x = 3;
        self.widths.map(|width| {
            let strip = row.after(x);
            x += width;
            Strip { width: strip.width.min(u16::try_from(width.saturating_sub(1)).unwrap_or(u16::MAX)), ..strip }
        })
    }
}

/// The passage in its paragraph.
fn context(app: &App, screen: &CheckScreen, check: &Check, theme: &Theme, buf: &mut Buffer) {
    let (Some(found), true) = (check.found(), screen.context.height > 0) else { return };
    rule(buf, Area { y: screen.context.y - 1, height: 1, ..screen.context }, theme.dim);
    let passage = &found.passage;
    let article = &passage.record.article;
    let heading = Strip::row(screen.context, 0).after(2).before_last(1);
    let paragraph = article.paragraph_at(passage.span.start);
    let used = heading.put(buf, "CONTEXT", theme.heading);
    heading.after(used + 2).put(buf, &format!("¶{}", grouped(paragraph + 1)), theme.dim);
    let area = screen.context.below(2).inside(2, 0);
    let width = (area.width as usize).min(app.look.measure + 20);
    passage::draw(Area { width: width as u16, ..area }, &passage.record, passage.quotation, passage.span, theme, buf);
}

/// How often the speaker was quoted in each month of the year that the passage was printed in.
fn months(screen: &CheckScreen, check: &Check, theme: &Theme, buf: &mut Buffer) {
    let (Some(months), true) = (check.months(), screen.months.height > 0) else { return };
    let [letters, bars] = [0, 1].map(|row| Strip::row(screen.months, row).after(2).before_last(1));
    let room = (letters.width as usize).saturating_sub(2 * months.counts.len() + 2);
    let year = format!(" {}", months.year);
    let name = fit(&months.name.to_uppercase(), room.saturating_sub(columns_of(&year)).min(NAME));
    let used = letters.put(buf, &format!("{name}{year}"), theme.heading) + 3;
    letters.after(used).put(buf, "J F M A M J J A S O N D", theme.dim);
    let drawn: String = sparks(&months.counts).into_iter().flat_map(|spark| [spark, " "]).collect();
    let used = used + bars.after(used).put(buf, &drawn, theme.accent) + 2;
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let outlets = if months.outlets > 0 { format!(", {}", counted(months.outlets, "outlet")) } else { String::new() };
    let told =
        format!("{}, {} in all{outlets}", counted(number(months.in_year), "quote"), grouped(number(months.in_all)));
    bars.after(used).put(buf, &told, theme.dim);
}
