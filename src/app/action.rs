//! Everything the reader can be told to do. One table: name, help line, and what the keymap and
//! the docs print come from it.

macro_rules! actions {
    ($($variant:ident, $name:literal, $doc:literal;)*) => {
        /// Something the reader can be told to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $doc] $variant,)*
        }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &[Action] = &[$(Action::$variant,)*];

            /// Its name in configuration and docs.
            pub const fn name(self) -> &'static str {
                match self { $(Action::$variant => $name,)* }
            }

            /// What it does, in a few words.
            pub const fn doc(self) -> &'static str {
                match self { $(Action::$variant => $doc,)* }
            }
        }
    };
}

actions! {
    Down, "down", "next line or row";
    Up, "up", "previous line or row";
    HalfPageDown, "half-page-down", "half a page down";
    HalfPageUp, "half-page-up", "half a page up";
    PageDown, "page-down", "a page down";
    PageUp, "page-up", "a page up";
    Top, "top", "first line, or the one counted";
    Bottom, "bottom", "last line, or the one counted";
    FocusNext, "focus-next", "pane to the right";
    FocusPrevious, "focus-previous", "pane to the left";
    Open, "open", "open what is selected";
    Back, "back", "go back; at the first place, quit";
    Close, "close", "close what is in front, or go back";
    NextArticle, "next-article", "next article";
    PreviousArticle, "previous-article", "previous article";
    NextQuotation, "next-quotation", "next quotation";
    PreviousQuotation, "previous-quotation", "previous quotation";
    NextParagraph, "next-paragraph", "next paragraph";
    PreviousParagraph, "previous-paragraph", "previous paragraph";
    HistoryBack, "history-back", "back to the place before";
    HistoryForward, "history-forward", "forward to the place gone back from";
    Browse, "browse", "list, article and quotes";
    CheckWording, "check-wording", "did anybody really say this?";
    FullText, "full-text", "search the full text of quotations and articles";
    AllQuotations, "all-quotations", "a table of all quotations";
    Diff, "diff", "this text beside another printing of it";
    Concordance, "concordance", "every place where a word stands";
    Speakers, "speakers", "everybody who is quoted";
    Speaker, "speaker", "the page of this speaker";
    SavedSearches, "saved-searches", "the searches that were saved";
    Library, "library", "what is open, from where, and what failed";
    Messages, "messages", "what was told, and what failed";
    CommandLine, "command-line", "any action by its name";
    Edit, "edit", "back to the line that is typed";
    Find, "find", "find a quotation, article, speaker or place by a few letters";
    NextScope, "next-scope", "look among quotations, articles, speakers, places or tags";
    NextMode, "next-mode", "match words, scattered letters or the exact text";
    Mark, "mark", "mark the candidate, to copy several at once";
    RecallQuery, "recall-query", "what was looked for before";
    RecallNext, "recall-next", "what was looked for after it";
    PreviewDown, "preview-down", "scroll the preview down";
    PreviewUp, "preview-up", "scroll the preview up";
    Search, "search", "search in this pane";
    NextHit, "next-hit", "next hit of the search";
    PreviousHit, "previous-hit", "previous hit of the search";
    Evidence, "evidence", "why this speaker";
    Keep, "keep", "keep the quotation, or no longer";
    Note, "note", "write a note on the quotation";
    Tag, "tag", "give the quotation tags";
    Correct, "correct", "say who is speaking";
    Select, "select", "select several quotations";
    ToggleRead, "toggle-read", "the article is read, or unread";
    Undo, "undo", "take back what was marked last";
    Redo, "redo", "mark again what was taken back";
    Kept, "kept", "everything that is marked";
    Save, "save", "save what is written; of a search, under a name";
    Remove, "remove", "forget the selected search";
    Editor, "editor", "write the note in $VISUAL or $EDITOR";
    NewLine, "new-line", "a new line";
    Complete, "complete", "complete what is typed";
    Everywhere, "everywhere", "these words alone, or everything under the name";
    CopyQuotation, "copy-quotation", "copy the quotation with its attribution";
    CopyWords, "copy-words", "copy the words alone";
    CopyCitation, "copy-citation", "copy a citation";
    CopyLink, "copy-link", "copy a link that opens the page at the quotation";
    CopySentence, "copy-sentence", "copy the whole sentence that the quotation stands in";
    OpenPage, "open-page", "open the page in the browser, or the link counted";
    EditSource, "edit-source", "open the article's file in your editor";
    Pipe, "pipe", "give the quotations to a command of the shell";
    Filter, "filter", "only the articles that hold what is typed";
    Export, "export", "export what is selected, kept, found or all to a file";
    Sort, "sort", "sort the articles another way";
    NextUnit, "next-unit", "count by day, week, month or year";
    Zen, "zen", "the article alone, or all panes again";
    NextTheme, "next-theme", "other colours";
    Wider, "wider", "longer lines";
    Narrower, "narrower", "shorter lines";
    Help, "help", "all keys";
    Redraw, "redraw", "draw the screen anew";
    Suspend, "suspend", "suspend to the shell";
    Cancel, "cancel", "stop what is running, or quit";
    Quit, "quit", "quit";
    DeleteBack, "delete-back", "delete the character before the cursor";
    DeleteForward, "delete-forward", "delete the character under the cursor";
    DeleteWord, "delete-word", "delete the word before the cursor";
    CursorLeft, "cursor-left", "cursor left";
    CursorRight, "cursor-right", "cursor right";
    CursorStart, "cursor-start", "cursor to the start";
    CursorEnd, "cursor-end", "cursor to the end";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lower_case() {
        let mut names: Vec<_> = Action::ALL.iter().map(|a| a.name()).collect();
        assert!(names.iter().all(|n| n.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Action::ALL.len());
    }
}
