//! Prints what the models make of sentences that hold a given text.

use crate::Example;
use whosaid::quote::learned::attributions::Models;
use whosaid::quote::learned::{arguments, cues};

pub fn show(examples: &[Example], models: &Models, needle: &str) {
    let (mut seen, mut features, mut scores, mut labels) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for e in examples {
        let text = &e.gold.article.text;
        for s in &e.nodes.sentences {
            let nodes = &e.nodes.nodes[s.start..s.end];
            let whole = &text[nodes[0].span.start..nodes[nodes.len() - 1].span.end];
            if !whole.contains(needle) {
                continue;
            }
            println!("---- {whole}");
            println!(
                "{}",
                nodes
                    .iter()
                    .map(|n| format!("{}/{:?}", n.span.of(text).chars().take(12).collect::<String>(), n.tag))
                    .collect::<Vec<_>>()
                    .join(" ")
            );
            cues::detect(text, nodes, models.forms, models.cues, 0.05, &mut seen);
            for d in &seen {
                let (i, p) = (d.cue, d.p);
                arguments::features(text, nodes, d, &seen, &mut features);
                models.arguments.scores(&features, &mut scores);
                let m = models.arguments.decode(&scores, &mut labels);
                println!(
                    "{} p {:.2} {:.2} margin {m:.2}: {}",
                    nodes[i].span.of(text),
                    p[1],
                    p[2],
                    labels.iter().map(|l| ["-", "S", "s", "C", "c"][*l as usize]).collect::<String>()
                );
            }
        }
    }
}
