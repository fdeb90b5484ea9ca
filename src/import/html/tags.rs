//! What the names of elements mean: which close each other, which part paragraphs.

/// Headings.
pub const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];
/// Elements that keep what is inside them from closing what is around them.
pub const CELLS: &[&str] = &["td", "th", "caption", "table", "template", "object", "button"];
const LISTS: &[&str] = &["ul", "ol", "menu", "td", "th", "table", "template"];
const TABLE: &[&str] = &["table", "template"];

/// Whether an element is drawn as lines of its own.
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    ) || HEADINGS.contains(&name)
}

/// Whether an element never has contents.
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether an element's contents are no text of the page.
pub fn is_raw(name: &str) -> bool {
    matches!(name, "style" | "script" | "noscript" | "iframe" | "noembed" | "noframes" | "xmp" | "textarea")
}

/// What a start tag closes: names, and the elements through which it does not reach.
pub fn closed_by(name: &str) -> &'static [(&'static [&'static str], &'static [&'static str])] {
    match name {
        "li" => &[(&["li"], LISTS), (&["p"], CELLS)],
        "dd" | "dt" => &[(&["dd", "dt"], &["dl", "td", "th", "table"]), (&["p"], CELLS)],
        "td" | "th" => &[(&["td", "th"], TABLE)],
        "tr" => &[(&["tr"], TABLE)],
        "tbody" | "thead" | "tfoot" => &[(&["tbody", "thead", "tfoot"], TABLE)],
        "option" => &[(&["option"], &["select"])],
        "a" => &[(&["a"], CELLS)],
        "button" => &[(&["button"], &[])],
        "body" => &[(&["head"], &[])],
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &[(&["p"], CELLS), (HEADINGS, CELLS_AND_BOXES)],
        _ if is_block(name) && name != "html" && name != "head" => &[(&["head"], &["body"]), (&["p"], CELLS)],
        _ => &[],
    }
}

/// The elements through which the end tag of a block does not reach.
pub fn outer(name: &str) -> &'static [&'static str] {
    match name {
        "li" => LISTS,
        "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => TABLE,
        "table" => &["template"],
        _ => CELLS,
    }
}

/// Headings close each other only where one directly follows.
const CELLS_AND_BOXES: &[&str] = &[
    "td", "th", "caption", "table", "template", "object", "button", "div", "section", "article", "header", "a", "li",
    "ul", "ol", "main", "aside", "footer", "nav", "body",
];
