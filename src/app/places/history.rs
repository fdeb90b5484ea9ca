//! The places one has been.

use super::Place;
use crate::app::Destination;
use crate::app::layout::Pane;

/// The most places that are remembered in either direction.
const MOST: usize = 100;

/// A place, and where the reader stood there.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The place.
    pub place: Place,
    /// What was being read.
    pub(in crate::app) reading: Option<Destination>,
    /// The pane that had the keys.
    pub focus: Pane,
    /// Whether the article stood alone.
    pub zen: bool,
    /// How often who says what had changed by then.
    pub corrections: u64,
}

/// The places before this one and, after going back, those behind it.
#[derive(Debug, Clone, Default)]
pub struct History {
    before: Vec<Visit>,
    after: Vec<Visit>,
}

impl History {
    /// Notes where the reader goes on from; what was gone back from is forgotten.
    pub fn leave(&mut self, visit: Visit) {
        self.after.clear();
        if self.before.len() == MOST {
            self.before.remove(0);
        }
        self.before.push(visit);
    }

    /// The place before, leaving `here`; none at the first one.
    pub fn back(&mut self, here: impl FnOnce() -> Visit) -> Option<Visit> {
        let visit = self.before.pop()?;
        self.after.push(here());
        Some(visit)
    }

    /// The place that was gone back from, leaving `here`; none at the last one.
    pub fn forward(&mut self, here: impl FnOnce() -> Visit) -> Option<Visit> {
        let visit = self.after.pop()?;
        self.before.push(here());
        Some(visit)
    }

    /// The place before.
    pub fn previous(&self) -> Option<&Visit> {
        self.before.last()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(zen: bool) -> Visit {
        Visit { place: Place::Browse, reading: None, focus: Pane::List, zen, corrections: 0 }
    }

    #[test]
    fn whoever_goes_back_can_go_forward_until_another_way_is_taken() {
        let mut history = History::default();
        assert!(history.back(|| visit(false)).is_none());
        history.leave(visit(true));
        assert!(history.back(|| visit(false)).unwrap().zen);
        assert!(!history.forward(|| visit(true)).unwrap().zen);
        history.back(|| visit(false)).unwrap();
        history.leave(visit(true));
        assert!(history.forward(|| visit(false)).is_none());
    }

    #[test]
    fn only_so_many_places_are_remembered() {
        let mut history = History::default();
        (0..2 * MOST).for_each(|_| history.leave(visit(false)));
        assert_eq!(std::iter::from_fn(|| history.back(|| visit(false))).count(), MOST);
    }
}
