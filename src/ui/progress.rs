//! How far loading is, in words and as a bar.

use crate::app::loading::{Loading, Stage};
use crate::text::numbers::{counted, grouped};

/// Columns of the bar.
const BAR: usize = 10;

/// What is said of loading, as long as there is something to say; `stop` is the key that stops it.
pub fn parts(loading: &Loading, stop: &str) -> Vec<String> {
    let mut parts = Vec::new();
    if !loading.ended {
        parts.extend(running(loading.stage));
        parts.push(if loading.cancelled { "stopping".to_owned() } else { format!("{stop} stops") });
    } else if loading.cancelled {
        parts.push(stopped(loading.stage));
    }
    if !loading.failures.is_empty() {
        parts.push(format!("{} failed", grouped(loading.failures.len())));
    }
    parts
}

fn running(stage: Stage) -> Vec<String> {
    match stage {
        Stage::Opening => vec!["opening".to_owned()],
        Stage::Looking => vec!["looking for changes".to_owned()],
        Stage::Reading { files, of, rate } => {
            let first = match of {
                Some(of) => {
                    let file = (files + 1).min(of);
                    format!("{} reading file {} of {}", bar(files, of), grouped(file), grouped(of))
                }
                None => format!("reading file {}", grouped(files + 1)),
            };
            let rate =
                rate.map(|rate| format!("{} articles a second", grouped(usize::try_from(rate).unwrap_or(usize::MAX))));
            [first].into_iter().chain(rate).collect()
        }
        Stage::Indexing { articles, of, seconds_left } => {
            let share = percent(articles, of);
            let first = format!("{} quotations of {share}% of {}", bar(articles, of), counted(of, "article"));
            [first].into_iter().chain(seconds_left.map(time_left)).collect()
        }
    }
}

fn stopped(stage: Stage) -> String {
    match stage {
        Stage::Opening | Stage::Looking => "stopped".to_owned(),
        Stage::Reading { files, of: Some(of), .. } => {
            format!("stopped at {} of {}", grouped(files), counted(of, "file"))
        }
        Stage::Reading { files, of: None, .. } => format!("stopped at {}", counted(files, "file")),
        Stage::Indexing { articles, of, .. } => {
            format!("stopped: {} without quotations yet", counted(of.saturating_sub(articles), "article"))
        }
    }
}

fn percent(done: usize, of: usize) -> usize {
    (done.saturating_mul(100)).checked_div(of).unwrap_or(0).min(100)
}

fn bar(done: usize, of: usize) -> String {
    let full = percent(done, of) * BAR / 100;
    "━".repeat(full) + &"┄".repeat(BAR - full)
}

fn time_left(seconds: u64) -> String {
    match seconds {
        0..100 => format!("{seconds} s left"),
        100..6000 => format!("{} min left", seconds.div_ceil(60)),
        _ => format!("{} h left", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stage: Stage, ended: bool, cancelled: bool) -> String {
        let mut loading = Loading::default();
        (loading.stage, loading.ended, loading.cancelled) = (stage, ended, cancelled);
        parts(&loading, "^c").join(" · ")
    }

    #[test]
    fn nothing_is_said_that_is_not_known() {
        let reading = |of, rate| Stage::Reading { files: 450, of, rate };
        assert_eq!(said(reading(None, None), false, false), "reading file 451 · ^c stops");
        assert_eq!(
            said(reading(Some(1000), Some(3400)), false, false),
            "━━━━┄┄┄┄┄┄ reading file 451 of 1,000 · 3,400 articles a second · ^c stops"
        );
        let indexing = Stage::Indexing { articles: 250, of: 1000, seconds_left: Some(119) };
        assert_eq!(
            said(indexing, false, true),
            "━━┄┄┄┄┄┄┄┄ quotations of 25% of 1,000 articles · 2 min left · stopping"
        );
        assert_eq!(said(indexing, true, true), "stopped: 750 articles without quotations yet");
        assert_eq!(said(indexing, true, false), "");
    }
}
