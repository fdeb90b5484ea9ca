//! Narrowing a search down: the facets as rows, and what they add to a query.

use crate::search::query::Target;
use crate::search::{Count, Facets};

/// What hits are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Who said it.
    Speaker,
    /// Who printed it.
    Outlet,
    /// Where it was filed from.
    Place,
    /// When it was printed.
    Month,
}

impl Field {
    /// Its name, as the screen shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Speaker => "speaker",
            Field::Outlet => "outlet",
            Field::Place => "place",
            Field::Month => "month",
        }
    }

    /// The most values that are shown of it.
    const fn most(self) -> usize {
        match self {
            Field::Speaker => 10,
            Field::Outlet => 6,
            Field::Place => 5,
            Field::Month => 24,
        }
    }
}

/// A row of the facets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacetRow<'a> {
    /// What the values below it are.
    Heading(Field),
    /// A value, and how many hits have it.
    Value(Field, &'a Count),
}

/// The facets as rows; what no hit has is left out.
pub fn rows(facets: &Facets) -> Vec<FacetRow<'_>> {
    let all = [
        (Field::Speaker, &facets.speaker),
        (Field::Outlet, &facets.outlet),
        (Field::Place, &facets.place),
        (Field::Month, &facets.month),
    ];
    let with_any = all.into_iter().filter(|(_, counts)| !counts.is_empty());
    with_any
        .flat_map(|(field, counts)| {
            let values = counts.iter().take(field.most()).map(move |count| FacetRow::Value(field, count));
            std::iter::once(FacetRow::Heading(field)).chain(values)
        })
        .collect()
}

/// The query, with what a facet adds to it.
pub fn narrowed(query: &str, field: Field, value: &str) -> String {
    let condition = match field {
        Field::Month => format!("printed:{value}"),
        field => format!("{}:\"{}\"", field.name(), value.replace(['"', '“', '”'], " ")),
    };
    let query = query.trim();
    // What stands on both sides of an OR is one thing only in parentheses.
    let is_choice = query.split_whitespace().any(|word| word == "OR");
    match (query.is_empty(), is_choice) {
        (true, _) => condition,
        (_, true) => format!("({query}) {condition}"),
        (_, false) => format!("{query} {condition}"),
    }
}

/// The query, looking for this instead.
pub fn with_target(query: &str, target: Target) -> String {
    let words: Vec<&str> = query.split(' ').filter(|word| !word.starts_with("in:")).collect();
    let query = words.join(" ");
    match target {
        Target::Quotations => query.trim_end().to_owned(),
        Target::Articles => format!("{} in:articles", query.trim_end()).trim_start().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Query;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    #[test]
    fn a_facet_narrows_the_whole_query_down() {
        assert_eq!(narrowed("", Field::Speaker, "Ana Ruiz"), "speaker:\"Ana Ruiz\"");
        assert_eq!(narrowed("bond ", Field::Month, "2020-07"), "bond printed:2020-07");
        assert_eq!(narrowed("a OR b", Field::Outlet, "The \"Bay\" Ledger"), "(a OR b) outlet:\"The  Bay  Ledger\"");
    }

    #[test]
    fn the_target_goes_to_and_fro_and_the_rest_stays() {
        let articles = with_target("“bond hearing” -judge", Target::Articles);
        assert_eq!(articles, "“bond hearing” -judge in:articles");
        assert_eq!(with_target(&articles, Target::Quotations), "“bond hearing” -judge");
        assert_eq!(with_target("", Target::Articles), "in:articles");
    }

    proptest! {
        #[test]
        fn a_narrowed_query_can_be_understood(value in "[a-zA-Zé\"“” .,'-]{0,12}[a-z]", query in "(a|b OR c|-d|\"e f\")?") {
            for field in [Field::Speaker, Field::Outlet, Field::Place] {
                let narrowed = narrowed(&query, field, &value);
                prop_assert!(Query::parse(&narrowed, NaiveDate::MIN).is_ok(), "{}", narrowed);
            }
        }
    }
}
