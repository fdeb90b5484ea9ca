//! Trains the quotation engine's models: `cargo run --release --example train -- GOLD_DIR`.

mod attributions;
mod cue;
mod field;
mod gold;
mod learn;
mod link;
mod predict;
mod pronouns;
mod tags;

use anyhow::Result;
use attributions::{CueCounts, attributions};
use gold::Gold;
use std::path::PathBuf;
use whosaid::quote::learned::attributions::Models;
use whosaid::quote::learned::engine::LIKELY;
use whosaid::quote::learned::cues::Forms;
use whosaid::quote::learned::model::Model;
use whosaid::quote::learned::{marks, nodes::Nodes};

/// An article on its way through the models.
pub struct Example {
    pub gold: Gold,
    pub nodes: Nodes,
}

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_default());
    if let Ok(path) = std::env::var("BENCH") {
        let Some(model) = Model::read(&std::fs::read(path)?) else { return Ok(()) };
        let articles: Vec<_> = gold::read(&folder, "train")?.into_iter().map(|g| g.article).collect();
        let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
        for _ in 0..4 {
            let started = std::time::Instant::now();
            let count: usize = articles.iter().map(|a| whosaid::quote::learned::engine::quotations(a, &model).len()).sum();
            let s = started.elapsed().as_secs_f64();
            let started = std::time::Instant::now();
            let n: usize = articles.iter().map(|a| whosaid::quote::learned::engine::nodes(a, &model.tagger).nodes.len()).sum();
            let t = started.elapsed().as_secs_f64();
            println!("{count} quotations, {:.1} MB/s; {n} nodes tagged alone {:.1} MB/s", bytes as f64 / s / 1e6, bytes as f64 / t / 1e6);
        }
        return Ok(());
    }
    if let Ok(path) = std::env::var("PREDICT") {
        let split = if std::env::var_os("HOLD").is_some() { "train" } else { "dev" };
        let mut dev = examples(gold::read(&folder, split)?);
        if split == "train" {
            dev = dev.into_iter().step_by(3).collect();
        }
        let Some(model) = Model::read(&std::fs::read(path)?) else { return Ok(()) };
        let started = std::time::Instant::now();
        let lines: Vec<String> = dev.iter().map(|e| predict::line(e, &model).to_string()).collect();
        println!("{:?}", started.elapsed());
        std::fs::write(std::env::var("OUT").unwrap_or_else(|_| "/tmp/eng/pred.jsonl".into()), lines.join("\n"))?;
        return Ok(());
    }
    let mut train = examples(gold::read(&folder, "train")?);
    let mut dev = examples(gold::read(&folder, "dev")?);
    if std::env::var_os("HOLD").is_some() {
        let all = std::mem::take(&mut train);
        let (held, rest): (Vec<_>, Vec<_>) = all.into_iter().enumerate().partition(|(i, _)| i % 3 == 0);
        train = rest.into_iter().map(|(_, e)| e).collect();
        dev = held.into_iter().map(|(_, e)| e).collect();
    }
    let tagger = tags::train(&train);
    tags::report(&tagger, &mut dev);
    tags::jackknife(&mut train);
    let counts = CueCounts::new(&train);

    let train_gold: Vec<_> = train.iter().map(|e| attributions(e, &counts)).collect();
    let dev_gold: Vec<_> = dev.iter().map(|e| attributions(e, &counts)).collect();
    let forms = Forms::new(counts.heads(train.iter().zip(&train_gold).flat_map(|(e, all)| all.iter().map(move |a| (e, a))), env("FS", 0.03)));
    let train_set: Vec<_> = train.iter().zip(train_gold.iter().map(Vec::as_slice)).collect();
    let dev_set: Vec<_> = dev.iter().zip(dev_gold.iter().map(Vec::as_slice)).collect();
    if std::env::var_os("CENSUS").is_some() {
        attributions::census(&train, &counts);
        return Ok(());
    }
    let detector = cue::train(&train_set, &forms);
    cue::report(&detector, &dev_set, &forms);
    let detectors = cue::halves(&train_set, &forms);
    let cases: Vec<_> = train_set
        .iter()
        .enumerate()
        .flat_map(|(i, (e, a))| field::cases(e, a, &forms, &detectors[i % 2], env("NEG", 2.0), true))
        .collect();
    let field = field::train(&cases);
    let cases: Vec<_> = dev_set.iter().flat_map(|(e, a)| field::cases(e, a, &forms, &detector, 0.3, false)).collect();
    field::report(&field, &cases);
    let fields = [0, 1].map(|half| {
        let half = train_set.iter().enumerate().filter(|(i, _)| i % 2 != half);
        let cases: Vec<_> =
            half.flat_map(|(i, (e, a))| field::cases(e, a, &forms, &detectors[i % 2], env("NEG", 2.0), true)).collect();
        field::train(&cases)
    });
    let halves = [0, 1].map(|half: usize| Models { forms: &forms, cues: &detectors[half], arguments: &fields[half] });
    let linker = link::train(train_set.iter().enumerate().map(|(i, (e, a))| (*e, *a, &halves[i % 2])), LIKELY);
    let resolver = pronouns::train(&train);
    let model =
        Model { tagger, forms: forms.clone(), cues: detector.clone(), arguments: field.clone(), linker, resolver };
    let out = std::env::args().nth(2).unwrap_or_else(|| "src/quote/learned/model.bin".to_owned());
    std::fs::write(&out, model.write())?;
    let lines: Vec<String> = dev.iter().map(|e| predict::line(e, &model).to_string()).collect();
    std::fs::write(std::env::var("OUT").unwrap_or_else(|_| "/tmp/eng/pred.jsonl".into()), lines.join("\n"))?;
    Ok(())
}

fn examples(gold: Vec<Gold>) -> Vec<Example> {
    gold.into_iter()
        .map(|gold| {
            let passages = marks::passages(&gold.article);
            let nodes = Nodes::new(&gold.article.text, &gold.article.paragraphs, &passages);
            Example { gold, nodes }
        })
        .collect()
}

pub fn env(key: &str, default: f32) -> f32 {
    std::env::var(key).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}
