//! Trains the quotation engine's models: `cargo run --release --example train -- GOLD_DIR`.

mod gold;
mod learn;
mod tags;

use anyhow::Result;
use gold::Gold;
use std::path::PathBuf;
use whosaid::quote::learned::{marks, nodes::Nodes};

/// An article on its way through the models.
pub struct Example {
    pub gold: Gold,
    pub nodes: Nodes,
}

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_default());
    let mut train = examples(gold::read(&folder, "train")?);
    let mut dev = examples(gold::read(&folder, "dev")?);
    let tagger = tags::train(&train);
    tags::report(&tagger, &mut dev);
    Ok(())
}

fn examples(gold: Vec<Gold>) -> Vec<Example> {
    gold.into_iter()
        .map(|gold| {
            let mut passages = Vec::new();
            for paragraph in &gold.article.paragraphs {
                marks::passages(&gold.article.text, *paragraph, &mut passages);
            }
            let nodes = Nodes::new(&gold.article.text, &gold.article.paragraphs, &passages);
            Example { gold, nodes }
        })
        .collect()
}
