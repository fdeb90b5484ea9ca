//! How far loading is.

use std::collections::HashSet;

/// What is being done to bring the articles in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// Opening what is there already.
    #[default]
    Opening,
    /// Looking for files that are new or have changed.
    Looking,
    /// Reading files.
    Reading {
        /// Files that are done.
        files: usize,
        /// How many there are, once that is known.
        of: Option<usize>,
        /// Articles a second, once that can be told.
        rate: Option<u64>,
    },
    /// Looking for the quotations of articles that can be read already.
    Indexing {
        /// Articles that are done.
        articles: usize,
        /// Articles that there are to be done in all.
        of: usize,
        /// Seconds that it will take, once that can be told.
        seconds_left: Option<u64>,
    },
}

/// How far loading is.
#[derive(Debug, Clone, Default)]
pub struct Loading {
    /// What is being done; what was done last, once it has ended.
    pub stage: Stage,
    /// The files that gave nothing, or not all, each with the reason.
    pub failures: Vec<String>,
    /// Those that the reader was not told of yet.
    untold: Vec<String>,
    /// Whether it is over.
    pub ended: bool,
    /// Whether the reader stopped it.
    pub cancelled: bool,
}

impl Loading {
    /// Notes a file that gave nothing.
    pub fn fail(&mut self, failure: String) {
        self.untold.push(failure.clone());
        self.failures.push(failure);
    }

    /// Notes all the files that give nothing by now, in the place of those before.
    pub fn fail_all(&mut self, failures: Vec<String>) {
        let known: HashSet<&String> = self.failures.iter().collect();
        self.untold.extend(failures.iter().filter(|failure| !known.contains(failure)).cloned());
        self.failures = failures;
    }

    /// What is to be told of the failures that nobody was told of yet.
    pub fn news(&mut self) -> Option<String> {
        match std::mem::take(&mut self.untold).as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            [first, rest @ ..] => Some(format!("{first} (and {} more, told at the end)", rest.len())),
        }
    }
}
