//! What articles have in a field of a few words, like their outlet: held in memory, so that asking a
//! row for it costs nothing.

use super::order::has_words;
use super::query::Term;
use crate::text::fold;
use rusqlite::Connection;
use std::collections::HashMap;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Who printed it.
    Outlet,
    /// Where it was filed from.
    Place,
    /// Who wrote it.
    Byline,
}

impl Field {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Outlet, Self::Place, Self::Byline];

    const fn select(self) -> &'static str {
        match self {
            Self::Outlet => "SELECT id, outlet FROM article INDEXED BY article_names WHERE outlet IS NOT NULL",
            Self::Place => "SELECT id, dateline FROM article INDEXED BY article_names WHERE dateline IS NOT NULL",
            Self::Byline => "SELECT id, byline FROM article INDEXED BY article_names WHERE byline IS NOT NULL",
        }
    }
}

/// What all articles have in a field.
#[derive(Debug)]
pub struct Names {
    /// The different names, folded; the first stands for none.
    names: Vec<String>,
    /// The name of each article, as a number.
    of: Vec<u32>,
}

/// Some names, to be looked for in articles.
pub struct Chosen<'o> {
    names: &'o Names,
    chosen: Vec<bool>,
}

impl Names {
    /// Reads those of all articles.
    pub fn read(connection: &Connection, field: Field) -> rusqlite::Result<Self> {
        let (mut names, mut of) = (vec![String::new()], Vec::new());
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut statement = connection.prepare_cached(field.select())?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (article, name) = (row.get::<_, u32>(0)? as usize, row.get_ref(1)?.as_str()?);
            let number = match numbers.get(name) {
                Some(number) => *number,
                None => {
                    let number = u32::try_from(names.len()).unwrap_or_default();
                    names.push(fold::words(name));
                    numbers.insert(name.to_owned(), number);
                    number
                }
            };
            if of.len() <= article {
                of.resize(article + 1, 0);
            }
            of[article] = number;
        }
        Ok(Self { names, of })
    }

    /// Those in which all words of `term` stand.
    pub fn choose(&self, term: &Term) -> Chosen<'_> {
        Chosen { names: self, chosen: self.names.iter().map(|name| has_words(name, term)).collect() }
    }
}

impl Chosen<'_> {
    /// Whether the article has one of them.
    pub fn has(&self, article: u32) -> bool {
        let number = self.names.of.get(article as usize).copied().unwrap_or_default();
        self.chosen.get(number as usize).copied().unwrap_or_default()
    }
}
