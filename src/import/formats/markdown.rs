//! Markdown: an article is the text behind the front matter, without its marks.

use super::{Format, Look, Output, Stop};
use crate::article::TextFrom;
use crate::import::decode::{self, Said};
use crate::import::limits::{Budget, Limits, Refusal};
use crate::import::source::Input;
use crate::import::{Fields, keys, markup, read_text};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

pub struct Markdown;

impl Format for Markdown {
    fn endings(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdown", "mkd"]
    }

    /// It has front matter, and is not said to be plain text.
    fn is_content_of(&self, look: &Look<'_>) -> bool {
        let fence = look.start.starts_with("---") || look.start.starts_with("+++");
        fence && !look.input.is_named(&["txt", "text"]) && keys::front_matter(look.start).is_some()
    }

    /// Front matter stays in the text as its header is: what it says is read there.
    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let bytes = input.into_bytes(output.limits.record_bytes)?;
        let (text, warning) = decode::decode(&bytes, Said { asked: output.options.encoding, ..Said::default() });
        let end = keys::front_matter(&text).map_or(0, |entries| entries.end);
        let plain = without_marks(&text[end..], output.limits)?;
        let text = if end > 0 { format!("{}\n\n{plain}", &text[..end]) } else { plain };
        let mut article = read_text(text, Fields::default(), output.options);
        article.text_from = TextFrom::Markdown;
        article.warnings.extend(warning);
        output.article(article)
    }
}

/// The text of `markdown`, its blocks parted by empty lines, without images and HTML tags.
fn without_marks(markdown: &str, limits: &Limits) -> Result<String, Refusal> {
    let mut budget = Budget::new(limits);
    let mut text = String::with_capacity(markdown.len());
    let mut html = String::new();
    let (mut depth, mut images) = (0_u64, 0_u64);
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        budget.spend(depth)?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                images += u64::from(matches!(tag, Tag::Image { .. }));
                if is_block(&tag.to_end()) {
                    part(&mut text);
                }
            }
            Event::End(end) => {
                depth -= 1;
                images -= u64::from(end == TagEnd::Image);
                if end == TagEnd::HtmlBlock {
                    text.push_str(&markup::without(&std::mem::take(&mut html), &mut budget)?);
                }
                if is_block(&end) {
                    part(&mut text);
                }
            }
            Event::Html(piece) => html.push_str(&piece),
            Event::Text(words) | Event::Code(words) if images == 0 => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    Ok(text)
}

/// Whether what ends so stands apart from what comes before and after it.
fn is_block(end: &TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    !matches!(end, Emphasis | Image | Link | Strikethrough | Strong | Subscript | Superscript)
}

/// Ends a paragraph.
fn part(text: &mut String) {
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push_str("\n\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_words_kept() {
        let markdown = "# Harbour *shut*\n\n> “Nobody [sails](https://example.org/a \"t\"),”\n> he `said`.\n\n\
            - One **two**\n- three\n\n![A ship](ship.png)<b>It</b> \\*rained* 5 &lt; 6.\n\n<div>\n<p>In a box</p>\n</div>\n";
        assert_eq!(
            without_marks(markdown, &Limits::default()).unwrap(),
            "Harbour shut\n\n“Nobody sails,”\nhe said.\n\nOne two\n\nthree\n\nIt *rained* 5 < 6.\n\nIn a box"
        );
    }
}
