//! Marks as JSON: an array of objects, which other programs may read and write.

use super::Mark;
use crate::article::ArticleId;
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};

/// One object of that array. Its fields tell which it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Entry {
    /// A mark.
    Mark(Mark),
    /// Who speaks under a name: `{"name": "Bob Stone", "speaker": "Robert Stone"}`.
    Speaker {
        /// The name.
        name: String,
        /// The speaker.
        speaker: String,
    },
    /// A saved search: `{"search": "the bridge", "query": "bridge speaker:lee"}`.
    Search {
        /// Its name.
        #[serde(rename = "search")]
        name: String,
        /// What is looked for.
        query: String,
    },
    /// An article that was read: `{"read": "0c3v9tq1x2yz"}`.
    Read {
        /// The article.
        #[serde(rename = "read")]
        article: ArticleId,
    },
}

/// What an object may hold that is no mark.
#[derive(Deserialize)]
struct Other {
    name: Option<String>,
    speaker: Option<String>,
    search: Option<String>,
    query: Option<String>,
    read: Option<ArticleId>,
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Read as a whole first: what is wrong with a mark is told of the mark.
        let value = serde_json::Value::deserialize(deserializer)?;
        if value.get("exact").is_some() {
            return serde_json::from_value(value).map(Entry::Mark).map_err(Error::custom);
        }
        match serde_json::from_value(value).map_err(Error::custom)? {
            Other { name: Some(name), speaker: Some(speaker), .. } => Ok(Entry::Speaker { name, speaker }),
            Other { search: Some(name), query: Some(query), .. } => Ok(Entry::Search { name, query }),
            Other { read: Some(article), .. } => Ok(Entry::Read { article }),
            _ => Err(Error::custom(
                "no mark: a mark has `exact`, a name `name` and `speaker`, a search `search` and `query`, an article `read`",
            )),
        }
    }
}
