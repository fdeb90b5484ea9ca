//! How much is taken in, and why something is refused.

use std::io;
use std::time::{Duration, Instant};

/// The caps that every format keeps. What goes beyond one is refused, and the refusal says which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file that is read whole: plain text, and an archive that cannot be read in place.
    pub file_bytes: u64,
    /// Bytes of one record of a file that is read record by record, and so is never held whole; of a web page, a
    /// Markdown file or an e-mail.
    pub record_bytes: u64,
    /// How deep elements may stand in each other.
    pub depth: u64,
    /// Elements, marks or tags of one article.
    pub nodes: u64,
    /// Columns of a table.
    pub columns: usize,
    /// Parts of one e-mail.
    pub parts: u64,
    /// Files in one archive.
    pub members: u64,
    /// How deep archives may stand in each other.
    pub archives: u64,
    /// How many times larger than its compressed bytes a file may become, and than the outermost archive all
    /// that comes of it together, however deep archives stand in it; the first [8 MiB](Self::EXPANSION_FREE)
    /// of each are free.
    pub expansion: u64,
    /// How long the making of one article may take.
    pub time: Duration,
}

impl Limits {
    /// What any compressed file may expand to, in bytes.
    pub const EXPANSION_FREE: u64 = 8 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            record_bytes: 32 << 20,
            depth: 256,
            nodes: 2_000_000,
            columns: 10_000,
            parts: 200,
            members: 1_000_000,
            archives: 4,
            expansion: 250,
            time: Duration::from_secs(20),
        }
    }
}

/// Why something that was read gives no article. Each reads on after *it could not be read:*.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The system, or the archive it stands in, does not give its bytes.
    #[error("{0}")]
    Unreadable(io::Error),
    /// It goes beyond a [limit](Limits).
    #[error("{0}")]
    TooMuch(Cap),
    /// There are no words in it.
    #[error("there is no text in it")]
    NoText,
    /// It looks like no format that is read.
    #[error("it is not plain text, nor of any other format that is read")]
    UnknownFormat,
    /// It is of a format that is known but not read.
    #[error("{0}")]
    NotRead(&'static str),
    /// It is not what its format asks for.
    #[error("{0}")]
    Malformed(String),
    /// A fault of ours.
    #[error("whosaid failed on it, which is a fault in whosaid")]
    Fault,
}

/// A cap that was hit, with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Cap {
    /// [`Limits::file_bytes`], [`Limits::record_bytes`]
    #[error("it is larger than {}", Bytes(*.0))]
    Bytes(u64),
    /// [`Limits::depth`]
    #[error("elements stand in each other deeper than {0}")]
    Depth(u64),
    /// [`Limits::nodes`]
    #[error("it has more than {0} elements")]
    Nodes(u64),
    /// [`Limits::columns`]
    #[error("it has more than {0} columns")]
    Columns(usize),
    /// [`Limits::parts`]
    #[error("the e-mail has more than {0} parts")]
    Parts(u64),
    /// [`Limits::members`]
    #[error("the archive has more than {0} files")]
    Members(u64),
    /// [`Limits::archives`]
    #[error("archives stand in each other deeper than {0}")]
    Archives(u64),
    /// [`Limits::expansion`]
    #[error("it expands to more than {0} times its size")]
    Expansion(u64),
    /// [`Limits::expansion`], of the outermost archive
    #[error("all that comes of the archive is more than {0} times its size")]
    ExpansionOfAll(u64),
    /// [`Limits::time`]
    #[error("it took longer than {} s", .0.as_secs_f32())]
    Time(Duration),
}

/// A number of bytes as people write it.
struct Bytes(u64);

impl std::fmt::Display for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const MIB: u64 = 1 << 20;
        if self.0 >= MIB && self.0.is_multiple_of(MIB) {
            write!(f, "{} MiB", self.0 / MIB)
        } else {
            write!(f, "{} bytes", self.0)
        }
    }
}

impl From<Cap> for Refusal {
    fn from(cap: Cap) -> Self {
        Refusal::TooMuch(cap)
    }
}

/// A cap passes through the readers of other crates as an error of input.
impl From<Cap> for io::Error {
    fn from(cap: Cap) -> Self {
        io::Error::other(cap)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Cap::of_error(&error).map_or_else(|| Refusal::Unreadable(error), Refusal::TooMuch)
    }
}

impl Cap {
    /// The cap that an error of input stands for.
    pub fn of_error(error: &io::Error) -> Option<Self> {
        error.get_ref().and_then(|inner| inner.downcast_ref()).copied()
    }
}

/// What the making of one article may still cost.
#[derive(Debug)]
pub struct Budget<'a> {
    limits: &'a Limits,
    nodes: u64,
    began: Instant,
}

impl<'a> Budget<'a> {
    /// All of it.
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, nodes: 0, began: Instant::now() }
    }

    /// Spends one element, which stands in `depth` others.
    ///
    /// # Errors
    /// The cap that this goes beyond.
    pub fn spend(&mut self, depth: u64) -> Result<(), Cap> {
        const BETWEEN_LOOKS: u64 = 1024;
        let Limits { depth: deepest, nodes, time, .. } = *self.limits;
        self.nodes += 1;
        if depth > deepest {
            return Err(Cap::Depth(deepest));
        }
        if self.nodes > nodes {
            return Err(Cap::Nodes(nodes));
        }
        // A look at the clock costs more than an element.
        if self.nodes.is_multiple_of(BETWEEN_LOOKS) && self.began.elapsed() > time {
            return Err(Cap::Time(time));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cap_comes_out_of_an_error_of_input_as_it_went_in() {
        let refusal = Refusal::from(io::Error::from(Cap::Bytes(256 << 20)));
        assert!(matches!(refusal, Refusal::TooMuch(Cap::Bytes(268_435_456))));
        assert_eq!(refusal.to_string(), "it is larger than 256 MiB");
        let other = Refusal::from(io::Error::from(io::ErrorKind::UnexpectedEof));
        assert!(matches!(other, Refusal::Unreadable(_)));
    }

    #[test]
    fn a_budget_says_which_cap_was_hit() {
        let limits = Limits { depth: 2, nodes: 1500, ..Limits::default() };
        let mut budget = Budget::new(&limits);
        assert_eq!((budget.spend(2), budget.spend(3)), (Ok(()), Err(Cap::Depth(2))));
        assert_eq!((0..2000).find_map(|_| budget.spend(0).err()), Some(Cap::Nodes(1500)));
        let limits = Limits { time: Duration::ZERO, ..Limits::default() };
        let mut budget = Budget::new(&limits);
        assert_eq!((0..2000).find_map(|_| budget.spend(0).err()), Some(Cap::Time(Duration::ZERO)));
    }
}
