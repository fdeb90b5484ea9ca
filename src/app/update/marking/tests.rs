use super::super::tests::Reader;
use crate::app::layout::Pane;
use crate::app::marking::{Saved, Tied, Ties, Way};
use crate::app::{Action, Context, Effect, Message, Point, Size};
use crate::article::Printed;
use crate::library::marks::{Alter, Change, Edit, Mark, Marks};
use crate::quote::Certainty;
use chrono::DateTime;
use tempfile::TempDir;

const TWO: &str =
    "“We will rebuild the pier,” Ana Ruiz said.\n\n“Nobody asked us,” Bo Ott said. “Not once,” Bo Ott said.";

/// A reader whose marks are kept in a file, as the program keeps them.
struct Marking {
    reader: Reader,
    marks: Marks,
    _folder: TempDir,
    /// Whether the disk is full.
    full: bool,
}

impl Marking {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let marks = Marks::open(&folder.path().join("marks.db")).unwrap();
        let mut reader = Reader::of(&[TWO.to_owned()]);
        reader.act(Action::Open);
        Self { reader, marks, _folder: folder, full: false }
    }

    fn act(&mut self, action: Action) {
        let effects = self.reader.act(action);
        self.carry_out(effects);
    }

    fn type_text(&mut self, text: &str) {
        let effects = self.reader.tell(Message::Paste(text.to_owned()));
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let (asked, way) = match &effect {
                Effect::Edit(_) => (Vec::new(), Way::Done),
                Effect::SetMarks(changes, way) => (changes.clone(), *way),
                _ => continue,
            };
            let outcome = match effect {
                _ if self.full => Err("the disk is full".to_owned()),
                Effect::Edit(edits) => self.marks.edit(&edits, DateTime::UNIX_EPOCH).map_err(|e| e.to_string()),
                _ => self.marks.set(&asked).map_err(|e| e.to_string()),
            };
            let message = match outcome {
                Ok(changes) => Message::Saved(Box::new(Saved { changes, way, read: Vec::new() })),
                Err(reason) => Message::NotSaved { changes: asked, way, reason },
            };
            let effects = self.reader.tell(message);
            self.carry_out(effects);
        }
    }

    /// What is in the file.
    fn kept(&self) -> Vec<Mark> {
        self.marks.list().unwrap().into_iter().map(|(_, mark)| mark).collect()
    }

    fn notice(&self) -> &str {
        self.reader.app.notice.as_ref().map_or("", |notice| &notice.text)
    }

    fn speakers(&self) -> Vec<String> {
        self.reader.reading().record().quotations.iter().map(|q| q.speaker_or_unknown()).collect()
    }
}

#[test]
fn what_is_kept_is_on_the_disk_before_it_is_said_and_can_be_undone() {
    let mut marking = Marking::new();
    let effects = marking.reader.act(Action::Keep);
    assert_eq!(marking.notice(), "", "nothing is said before it is saved");
    assert!(marking.reader.reading().mark(0).is_none());
    marking.carry_out(effects);
    assert_eq!((marking.notice(), marking.kept().len()), ("kept", 1));
    assert!(marking.reader.reading().mark(0).unwrap().kept);
    marking.act(Action::Undo);
    assert_eq!((marking.notice(), marking.kept().len()), ("undone: no longer kept", 0));
    marking.act(Action::Redo);
    assert_eq!((marking.notice(), marking.kept().len()), ("again: kept", 1));
    marking.act(Action::Keep);
    assert_eq!((marking.notice(), marking.kept().len()), ("no longer kept", 0));
    marking.act(Action::Redo);
    assert_eq!(marking.notice(), "nothing to do again");
}

#[test]
fn keys_pressed_before_the_disk_has_answered_are_all_done() {
    let mut marking = Marking::new();
    let first = marking.reader.act(Action::Keep);
    let second = marking.reader.act(Action::Keep);
    marking.carry_out(first);
    marking.carry_out(second);
    assert_eq!((marking.notice(), marking.kept().len()), ("no longer kept", 0));
    let undone = [marking.reader.act(Action::Undo), marking.reader.act(Action::Undo)];
    undone.into_iter().for_each(|effects| marking.carry_out(effects));
    assert_eq!(marking.kept().len(), 0);
    marking.act(Action::Redo);
    assert_eq!(marking.kept().len(), 1);
}

#[test]
fn what_cannot_be_saved_is_not_shown_and_can_be_tried_again() {
    let mut marking = Marking::new();
    marking.full = true;
    marking.act(Action::Keep);
    assert_eq!(marking.notice(), "not saved: the disk is full");
    assert!(marking.reader.reading().mark(0).is_none());
    marking.full = false;
    marking.act(Action::Keep);
    marking.full = true;
    marking.act(Action::Undo);
    assert!(marking.reader.reading().mark(0).unwrap().kept);
    marking.full = false;
    marking.act(Action::Undo);
    assert!(marking.kept().is_empty());
}

#[test]
fn a_note_is_written_in_lines_and_not_lost_by_one_key() {
    let mut marking = Marking::new();
    marking.act(Action::Note);
    assert_eq!(marking.reader.app.context(), Context::Note);
    marking.type_text("call the mayor");
    marking.act(Action::NewLine);
    marking.type_text("before\nMonday");
    marking.act(Action::Close);
    assert_eq!(marking.reader.app.context(), Context::Note);
    marking.act(Action::Save);
    assert_eq!(marking.kept()[0].note.as_deref(), Some("call the mayor\nbefore\nMonday"));
    assert!(!marking.kept()[0].kept);
    marking.act(Action::Note);
    marking.act(Action::Close);
    assert_eq!(marking.reader.app.context(), Context::Article, "nothing was changed");
    marking.act(Action::Undo);
    assert!(marking.kept().is_empty(), "a mark with nothing in it is none");
}

#[test]
fn several_are_selected_tagged_and_undone_at_once() {
    let mut marking = Marking::new();
    marking.act(Action::Select);
    marking.act(Action::NextQuotation);
    marking.act(Action::Tag);
    marking.type_text("pier, town hall");
    marking.act(Action::Open);
    assert_eq!(marking.notice(), "2 quotations: tags saved: #pier #town hall");
    assert_eq!(marking.kept().len(), 2);
    assert!(!marking.reader.reading().is_selecting(0));
    marking.act(Action::NextQuotation);
    marking.act(Action::Tag);
    marking.type_text("to");
    marking.act(Action::Complete);
    marking.act(Action::Open);
    assert_eq!(marking.kept()[2].tags, ["town hall"]);
    marking.act(Action::Undo);
    marking.act(Action::Undo);
    assert!(marking.kept().is_empty());
}

#[test]
fn tags_given_to_several_leave_each_its_own() {
    let mut marking = Marking::new();
    let tag = |marking: &mut Marking, tags: &str| {
        marking.act(Action::Tag);
        marking.type_text(tags);
        marking.act(Action::Open);
    };
    tag(&mut marking, "alpha, beta");
    marking.act(Action::NextQuotation);
    tag(&mut marking, "gamma");
    marking.act(Action::PreviousQuotation);
    marking.act(Action::Select);
    marking.act(Action::NextQuotation);
    tag(&mut marking, "delta");
    let tags = |marking: &Marking| marking.kept().into_iter().map(|mark| mark.tags.join(" ")).collect::<Vec<_>>();
    assert_eq!(tags(&marking), ["alpha beta delta", "gamma delta"]);
    // What is taken out of the line, every one of them loses.
    marking.act(Action::Select);
    marking.act(Action::PreviousQuotation);
    marking.act(Action::Tag);
    (0..3).for_each(|_| marking.act(Action::DeleteWord));
    marking.act(Action::Open);
    assert_eq!(marking.kept().iter().filter(|mark| mark.tags.is_empty()).count(), 0);
}

#[test]
fn notes_that_differ_are_replaced_only_when_that_is_asked_for_twice() {
    let mut marking = Marking::new();
    for note in ["one", "two"] {
        marking.act(Action::Note);
        marking.type_text(note);
        marking.act(Action::Save);
        marking.act(Action::NextQuotation);
    }
    let notes = |marking: &Marking| marking.kept().into_iter().filter_map(|mark| mark.note).collect::<Vec<_>>();
    marking.reader.tell(Message::Act(Action::PreviousQuotation, Some(9)));
    marking.act(Action::Select);
    marking.act(Action::NextQuotation);
    marking.act(Action::Note);
    assert_eq!(marking.notice(), "2 different notes: saving replaces them");
    marking.act(Action::Save);
    assert_eq!(notes(&marking), ["one", "two"]);
    marking.type_text("both");
    marking.act(Action::Save);
    assert_eq!(
        (marking.reader.app.context(), notes(&marking)),
        (Context::Note, vec!["one".to_owned(), "two".to_owned()])
    );
    marking.act(Action::Save);
    assert_eq!(notes(&marking), ["both", "both"]);
    // Where they are the same there is nothing to ask.
    marking.act(Action::PreviousQuotation);
    marking.act(Action::Select);
    marking.act(Action::NextQuotation);
    marking.act(Action::Note);
    marking.type_text("!");
    marking.act(Action::Save);
    assert_eq!(notes(&marking), ["both!", "both!"]);
}

#[test]
fn a_note_is_never_cut_by_being_opened_and_a_paste_that_is_says_so() {
    let mut marking = Marking::new();
    let long = "a\tb ".repeat(10_000);
    let mark = {
        let reading = marking.reader.reading();
        Mark {
            note: Some(long.clone()),
            ..Mark::of(reading.article(), &reading.record().quotations[0], DateTime::UNIX_EPOCH)
        }
    };
    marking.marks.add(&mark).unwrap();
    marking.reader.tell(Message::Marks(Box::new(marking.marks.all().unwrap())));
    marking.act(Action::Note);
    marking.type_text("!");
    assert_eq!(marking.notice(), "cut at 20000 characters: a note has no room for more");
    marking.act(Action::DeleteBack);
    marking.act(Action::Save);
    assert_eq!(marking.kept()[0].note.as_deref(), Some(long.trim_end()));
}

#[test]
fn a_key_does_what_the_screen_says_though_another_reader_was_there_first() {
    let mut marking = Marking::new();
    let targets = marking.reader.app.targets();
    let elsewhere = [Edit::Mark(Box::new(targets[0].clone()), Alter::Kept(true))];
    marking.marks.edit(&elsewhere, DateTime::UNIX_EPOCH).unwrap();
    marking.act(Action::Keep);
    assert_eq!(marking.kept().len(), 1, "what is shown as not kept is kept by the key");
}

#[test]
fn undoing_leaves_what_another_reader_wrote_meanwhile() {
    let mut marking = Marking::new();
    marking.act(Action::Keep);
    let mark = marking.kept().remove(0);
    let noted = [Edit::Mark(Box::new(mark.clone()), Alter::Note(Some("theirs".to_owned())))];
    marking.marks.edit(&noted, DateTime::UNIX_EPOCH).unwrap();
    marking.act(Action::Undo);
    let kept = marking.kept();
    assert_eq!((kept[0].kept, kept[0].note.as_deref()), (false, Some("theirs")));
    marking.act(Action::Note);
    marking.type_text("mine");
    marking.act(Action::Save);
    marking.marks.edit(&noted, DateTime::UNIX_EPOCH).unwrap();
    marking.act(Action::Undo);
    assert_eq!(marking.notice(), "not saved: it has been changed elsewhere since");
    assert_eq!(marking.kept()[0].note.as_deref(), Some("theirs"));
}

#[test]
fn an_article_that_a_click_leads_into_is_written_down_as_read() {
    let mut reader = Reader::of(&[TWO.to_owned()]);
    let article = reader.app.screen().article;
    let effects = reader.tell(Message::Click(Point { column: article.x + 5, row: article.y + 5 }));
    assert!(matches!(effects[..], [Effect::NoteRead(_)]), "{effects:?}");
}

#[test]
fn what_is_said_to_be_unread_stays_so_until_it_is_opened_again() {
    let mut reader = Reader::of(&[TWO.to_owned(), "Nothing was said.".to_owned()]);
    reader.act(Action::Open);
    let (key, article) = (reader.reading().key(), reader.reading().article().id);
    let change = Change::Read { article, before: true, after: false };
    reader.tell(Message::Saved(Box::new(Saved { changes: vec![change], way: Way::Done, read: vec![(key, false)] })));
    assert!(reader.act(Action::FocusNext).is_empty());
    assert!(!reader.app.list.is_read(key));
    reader.act(Action::NextArticle);
    reader.act(Action::PreviousArticle);
    assert!(reader.app.list.is_read(key));
}

#[test]
fn a_new_mark_is_no_orphan_before_it_is_known_where_it_belongs() {
    let mut marking = Marking::new();
    marking.reader.tell(Message::Tied { ties: Vec::new(), read: Vec::new(), complete: true });
    assert!(marking.reader.app.marking.is_tied());
    marking.act(Action::Keep);
    assert!(!marking.reader.app.marking.is_tied());
    let id = marking.kept()[0].id();
    marking.reader.tell(Message::TiedAnew(vec![(id, None)]));
    assert!(marking.reader.app.marking.is_tied(), "now it is one");
}

#[test]
fn what_the_list_hides_on_a_small_screen_is_not_marked() {
    let mut reader = Reader::of(&[TWO.to_owned()]);
    reader.tell(Message::Resize(Size { columns: 60, rows: 20 }));
    for action in [Action::Keep, Action::Select, Action::Tag] {
        assert!(reader.act(action).is_empty());
        assert_eq!(reader.app.notice.as_ref().unwrap().text, "no quotation is in sight: open first");
    }
    reader.act(Action::Open);
    assert!(matches!(reader.act(Action::Keep)[..], [Effect::Edit(_)]));
    reader.act(Action::FocusNext);
    assert!(matches!(reader.act(Action::Keep)[..], [Effect::Edit(_)]), "the quotes pane shows it as well");
}

#[test]
fn what_is_loaded_afresh_keeps_the_order_and_what_is_typed() {
    let mut marking = Marking::new();
    marking.act(Action::Sort);
    let sort = marking.reader.app.list.sort();
    marking.act(Action::Keep);
    let id = marking.kept()[0].id();
    let tied = Tied {
        record: marking.reader.reading().key(),
        quotation: Some(0),
        speaker: String::new(),
        title: String::new(),
        printed: Printed::Unknown,
        attributed: String::new(),
    };
    marking.reader.tell(Message::TiedAnew(vec![(id.clone(), Some(tied))]));
    marking.act(Action::Tag);
    marking.type_text("pier");
    marking.reader.tell(Message::Afresh);
    assert_eq!((marking.reader.app.list.sort(), marking.reader.app.context()), (sort, Context::Tags));
    assert!(marking.reader.app.marking.tied(&id).is_none(), "its article is not there yet");
    marking.act(Action::Open);
    assert_eq!(marking.kept()[0].tags, ["pier"]);
}

#[test]
fn of_several_all_are_kept_unless_all_are_already() {
    let mut marking = Marking::new();
    marking.act(Action::Keep);
    for (count, notice) in [(3, "3 quotations: nothing has changed"), (0, "3 quotations: no longer kept")] {
        marking.reader.tell(Message::Act(Action::PreviousQuotation, Some(9)));
        marking.act(Action::Select);
        marking.reader.tell(Message::Act(Action::NextQuotation, Some(2)));
        marking.act(Action::Keep);
        assert_eq!((marking.kept().len(), marking.notice()), (count, notice));
    }
}

#[test]
fn a_speaker_is_corrected_for_these_words_or_for_all_under_the_name() {
    let mut marking = Marking::new();
    marking.act(Action::Correct);
    marking.type_text("Eva Lind");
    marking.act(Action::Open);
    assert_eq!(marking.speakers(), ["Eva Lind", "Bo Ott", "Bo Ott"]);
    let quotation = &marking.reader.reading().record().quotations[0];
    assert_eq!(
        (quotation.certainty, quotation.evidence.runner_up.as_deref()),
        (Certainty::Corrected, Some("Ana Ruiz"))
    );
    marking.act(Action::NextQuotation);
    marking.act(Action::Correct);
    marking.act(Action::Everywhere);
    marking.act(Action::Open);
    assert_eq!(marking.notice(), "everything by Bo Ott is by Eva Lind", "whom the article names");
    assert_eq!(marking.speakers(), ["Eva Lind", "Eva Lind", "Eva Lind"]);
    marking.act(Action::Undo);
    marking.act(Action::Undo);
    assert_eq!(marking.speakers(), ["Ana Ruiz", "Bo Ott", "Bo Ott"]);
    assert!(marking.marks.all().unwrap().names.is_empty());
}

#[test]
fn what_was_found_comes_back_for_these_words_and_for_the_name() {
    let mut marking = Marking::new();
    for everywhere in [false, true] {
        marking.act(Action::Correct);
        marking.type_text("Eva Lind");
        if everywhere {
            marking.act(Action::Everywhere);
        }
        marking.act(Action::Open);
        assert_eq!(marking.speakers()[0], "Eva Lind");
        marking.act(Action::Correct);
        if everywhere {
            marking.act(Action::Everywhere);
        }
        for _ in 0..9 {
            marking.act(Action::Down);
        }
        marking.act(Action::Open);
        assert_eq!(marking.speakers()[0], "Ana Ruiz", "everywhere: {everywhere}");
    }
}

#[test]
fn an_article_is_read_once_it_has_the_keys_and_unread_on_demand() {
    let mut marking = Marking::new();
    let key = marking.reader.reading().key();
    assert!(marking.reader.app.list.is_read(key));
    let effects = marking.reader.act(Action::ToggleRead);
    assert!(matches!(&effects[..], [Effect::Edit(_)]));
    let article = marking.reader.reading().article().id;
    let change = Change::Read { article, before: true, after: false };
    let saved = Saved { changes: vec![change], way: Way::Done, read: vec![(key, false)] };
    marking.reader.tell(Message::Saved(Box::new(saved)));
    assert!(!marking.reader.app.list.is_read(key));
    assert_eq!(marking.notice(), "unread");
}

#[test]
fn the_place_in_an_article_is_remembered_when_it_is_left() {
    let mut reader = Reader::of(&[vec!["A long paragraph."; 60].join("\n\n"), "Nothing was said.".to_owned()]);
    reader.act(Action::Open);
    reader.act(Action::HalfPageDown);
    let (id, top) = (reader.reading().article().id, reader.reading().top_offset());
    let effects = reader.act(Action::NextArticle);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::RememberPlace(article, 1..) if *article == id)));
    reader.act(Action::PreviousArticle);
    assert_eq!(reader.reading().top_offset(), top);
    reader.act(Action::Top);
    assert!(matches!(reader.app.remember_place()[..], [Effect::RememberPlace(_, 0)]));
    assert!(reader.app.remember_place().is_empty());
}

#[test]
fn the_list_of_marks_leads_to_the_words_and_shows_orphans() {
    let mut marking = Marking::new();
    marking.act(Action::Keep);
    marking.act(Action::Kept);
    assert_eq!(marking.reader.app.context(), Context::Kept);
    marking.act(Action::Open);
    assert!(marking.notice().contains("articles are still coming in"));
    marking.reader.tell(Message::Tied { ties: Ties::default(), read: Vec::new(), complete: true });
    marking.act(Action::Open);
    assert_eq!(marking.notice(), "its words are in no article that is open here");
    marking.act(Action::Keep);
    let marks = |marking: &Marking| marking.reader.app.place.view().unwrap().marks().len();
    assert_eq!(marks(&marking), 0);
    marking.act(Action::Undo);
    assert_eq!(marks(&marking), 1);
    marking.act(Action::HistoryBack);
    marking.act(Action::HistoryForward);
    assert_eq!(marks(&marking), 1);
    marking.act(Action::Close);
    assert_eq!((marking.reader.app.context(), marking.reader.app.focus), (Context::Article, Pane::Article));
}
