//! Which column, field or key of a record is which field of an article.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A field of an article that a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The article's text.
    Text,
    /// Its headline.
    Title,
    /// When it was printed.
    Date,
    /// The newspaper, agency or site.
    Outlet,
    /// Who wrote it.
    Byline,
    /// The section it stood in.
    Section,
    /// Where it stands on the web.
    Url,
    /// The place and day it was filed.
    Dateline,
}

impl Column {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Text, Self::Title, Self::Date, Self::Outlet, Self::Byline, Self::Section, Self::Url, Self::Dateline];

    /// As `--map` names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Title => "title",
            Self::Date => "date",
            Self::Outlet => "outlet",
            Self::Byline => "byline",
            Self::Section => "section",
            Self::Url => "url",
            Self::Dateline => "dateline",
        }
    }

    /// The usual names of such a column, the best first: without case, spaces and marks.
    const fn usual_names(self) -> &'static [&'static str] {
        match self {
            Self::Text => &[
                "text",
                "body",
                "maintext",
                "articletext",
                "articlebody",
                "fulltext",
                "bodytext",
                "articlecontent",
                "contenttext",
                "content",
                "article",
                "storytext",
                "story",
                "plaintext",
                "rawtext",
                "bodyhtml",
                "contenthtml",
                "bodymarkdown",
                "summary",
                "description",
                "abstract",
                "snippet",
                "excerpt",
                "lead",
            ],
            Self::Title => &["title", "headline", "heading", "articletitle", "head", "hl1", "name"],
            Self::Date => &[
                "publishdate",
                "datepublish",
                "datepublished",
                "publisheddate",
                "publicationdate",
                "published",
                "publishedat",
                "publishedon",
                "publishedtime",
                "pubdate",
                "date",
                "datetime",
                "articledate",
                "posted",
                "postedat",
                "dategmt",
                "created",
                "createdat",
                "datecreated",
                "timestamp",
                "time",
                "year",
            ],
            Self::Outlet => &[
                "outlet",
                "publication",
                "publisher",
                "newspaper",
                "medianame",
                "sitename",
                "sourcename",
                "sourcehostname",
                "sourcecommonname",
                "agency",
                "source",
                "cleanurl",
                "sourcedomain",
                "domain",
                "hostname",
                "domainurl",
                "site",
            ],
            Self::Byline => &["byline", "author", "authors", "creator", "writer", "journalist", "authorname"],
            Self::Section => &["section", "sectionname", "category", "categories", "desk", "topic", "rubric"],
            Self::Url => &[
                "url",
                "articleurl",
                "link",
                "permalink",
                "canonicalurl",
                "canonical",
                "weburl",
                "documentidentifier",
                "sourceurl",
                "externalurl",
                "guid",
            ],
            Self::Dateline => &["dateline"],
        }
    }

    /// Whether a column of that name usually holds all of an article's text, not what it is about.
    pub fn is_full_text(name: &str) -> bool {
        let about = ["summary", "description", "abstract", "snippet", "excerpt", "lead"];
        matches!(Self::guess(name), Some((Self::Text, _))) && !about.contains(&bare(name).as_str())
    }

    /// What a column of that name usually holds, and how good a name it is for that: 0 is the best.
    pub fn guess(name: &str) -> Option<(Self, usize)> {
        static NAMES: LazyLock<HashMap<&str, (Column, usize)>> = LazyLock::new(|| {
            let ranked =
                |column: Column| column.usual_names().iter().zip(0..).map(move |(name, rank)| (*name, (column, rank)));
            Column::ALL.into_iter().flat_map(ranked).collect()
        });
        NAMES.get(bare(name).as_str()).copied()
    }
}

/// A name without case, spaces and marks.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which columns hold what, where a person says so: `title=headline,text=body`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    pairs: Vec<(Column, String)>,
}

/// Why a text is no [`ColumnMap`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnMapError {
    /// A piece is no pair.
    #[error("“{0}” is no FIELD=COLUMN")]
    NoPair(String),
    /// There is no such field.
    #[error("“{0}” is no field of an article; they are {fields}", fields = Fields)]
    NoField(String),
    /// A field is said twice.
    #[error("{0} is said twice")]
    Twice(&'static str),
}

/// The names of all fields, in a row.
struct Fields;

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Column::ALL.map(Column::name).join(", "))
    }
}

impl FromStr for ColumnMap {
    type Err = ColumnMapError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut pairs: Vec<(Column, String)> = Vec::new();
        for pair in text.split(',') {
            let no_pair = || ColumnMapError::NoPair(pair.trim().to_owned());
            let (field, column) = pair.split_once('=').ok_or_else(no_pair)?;
            let (field, column) = (field.trim(), column.trim());
            if field.is_empty() || column.is_empty() {
                return Err(no_pair());
            }
            let known = Column::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(field));
            let field = known.ok_or_else(|| ColumnMapError::NoField(field.to_owned()))?;
            if pairs.iter().any(|(said, _)| *said == field) {
                return Err(ColumnMapError::Twice(field.name()));
            }
            pairs.push((field, column.to_owned()));
        }
        Ok(Self { pairs })
    }
}

impl ColumnMap {
    /// What the column of that name holds, and how good a name it is for that: a column that was
    /// named for a field is the only one for it.
    pub fn column(&self, name: &str) -> Option<(Column, usize)> {
        let named = |(_, column): &&(Column, String)| column == name || bare(column) == bare(name);
        match self.pairs.iter().find(named) {
            Some((column, _)) => Some((*column, 0)),
            None => Column::guess(name).filter(|(guess, _)| self.name_of(*guess).is_none()),
        }
    }

    /// The column that was named for a field.
    pub fn name_of(&self, field: Column) -> Option<&str> {
        self.pairs.iter().find(|(column, _)| *column == field).map(|(_, name)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_the_usual_archives_are_known() {
        use Column::*;
        for (archive, columns) in [
            ("newspaper3k", &[("title", Title), ("authors", Byline), ("publish_date", Date), ("text", Text)][..]),
            ("trafilatura", &[("author", Byline), ("source-hostname", Outlet), ("raw_text", Text), ("date", Date)]),
            ("CC-News", &[("maintext", Text), ("date_publish", Date), ("source_domain", Outlet), ("url", Url)]),
            ("NewsCatcher", &[("published_date", Date), ("clean_url", Outlet), ("link", Url), ("topic", Section)]),
            ("MediaCloud", &[("media_name", Outlet), ("publish_date", Date), ("title", Title)]),
            ("GDELT", &[("domain", Outlet), ("SOURCEURL", Url)]),
            ("All the news", &[("publication", Outlet), ("content", Text), ("article", Text), ("section", Section)]),
            ("JSON Feed", &[("content_html", Text), ("date_published", Date), ("content_text", Text)]),
        ] {
            for (name, column) in columns {
                assert_eq!(Column::guess(name).map(|(guess, _)| guess), Some(*column), "{archive}: {name}");
            }
        }
        let rank = |name| Column::guess(name).map(|(_, rank)| rank);
        assert!(rank("Body") < rank("Content") && rank("id").is_none());
    }

    #[test]
    fn a_column_that_is_named_for_a_field_is_the_only_one() {
        let map: ColumnMap = "title = Head_Line , text=inhalt".parse().unwrap();
        assert_eq!(map.column("head line").unwrap().0, Column::Title);
        assert_eq!(map.column("inhalt"), Some((Column::Text, 0)));
        assert_eq!((map.column("title"), map.column("body")), (None, None));
        assert_eq!(map.column("author").unwrap().0, Column::Byline);
        assert_eq!(map.name_of(Column::Text), Some("inhalt"));
    }

    #[test]
    fn a_map_that_is_none_is_said_why() {
        let error = |text: &str| text.parse::<ColumnMap>().unwrap_err().to_string();
        assert_eq!(error("title"), "“title” is no FIELD=COLUMN");
        assert_eq!(error("title=a,"), "“” is no FIELD=COLUMN");
        assert_eq!(error("text="), "“text=” is no FIELD=COLUMN");
        assert_eq!(error("text=a,Text=b"), "text is said twice");
        assert_eq!(
            error("headline=a"),
            "“headline” is no field of an article; they are text, title, date, outlet, byline, section, url, dateline"
        );
    }
}
