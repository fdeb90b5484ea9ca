//! An e-mail: an article is its plain text, or else the main text of its HTML.

use super::{Format, Look, Output, Stop, begins, html};
use crate::article::{Article, TextFrom, Warning};
use crate::import::decode::{self, Said};
use crate::import::limits::{Cap, Refusal};
use crate::import::source::Input;
use crate::import::{Fields, made};
use encoding_rs::Encoding;
use mail_parser::{Encoding as TransferEncoding, HeaderName, Message, MessageParser, MessagePart, PartType};

/// Header lines that only e-mails have.
const TELLING: &[&str] = &[
    "message-id:",
    "mime-version:",
    "received:",
    "return-path:",
    "delivered-to:",
    "dkim-signature:",
    "content-type:",
    "x-mailer:",
    "list-unsubscribe:",
];

pub struct Eml;

impl Format for Eml {
    fn endings(&self) -> &'static [&'static str] {
        &["eml"]
    }

    /// It begins with header lines, one of which only e-mails have.
    fn is_content_of(&self, look: &Look<'_>) -> bool {
        let header = || look.start.lines().take_while(|line| is_header_line(line) || line.starts_with([' ', '\t']));
        header().count() > 1 && header().any(|line| TELLING.iter().any(|key| begins(line, key)))
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let bytes = input.into_bytes(output.limits.record_bytes)?;
        output.record(article(&bytes, output))
    }
}

/// Whether a line is the first of a header field: `Subject: Harbour shut`.
pub fn is_header_line(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// The article that an e-mail is.
///
/// # Errors
/// It is none, has no text, or too many parts.
pub fn article(bytes: &[u8], output: &Output<'_>) -> Result<Article, Refusal> {
    let most = output.limits.parts;
    // Each part costs a look at all that follows, and one inside another a place on the stack.
    if parts(bytes) > most {
        return Err(Cap::Parts(most).into());
    }
    let no_mail = || Refusal::Malformed("it is no e-mail: it has no header".to_owned());
    let mail = MessageParser::default().parse(bytes).ok_or_else(no_mail)?;
    let known = fields(&mail);
    let asked = output.options.encoding;
    let plain = mail.text_bodies().filter(|part| matches!(part.body, PartType::Text(_)));
    let (texts, warnings): (Vec<_>, Vec<_>) = plain.map(|part| words(&mail, part, asked)).unzip();
    let text = texts.join("\n\n");
    let mut article = if text.trim().is_empty() {
        let html = mail.html_bodies().find(|part| matches!(part.body, PartType::Html(_))).ok_or(Refusal::NoText)?;
        let (html, warning) = words(&mail, html, asked);
        let mut article = html::article(&html, known, output.options, output.limits)?;
        article.text_from = TextFrom::Mail { html: true };
        article.warnings.extend(warning);
        article
    } else {
        made(text, TextFrom::Mail { html: false }, known, output.options)
    };
    article.warnings.extend(warnings.into_iter().flatten());
    Ok(article)
}

/// The words of a part. Where they are not encoded as the part says, they are read anew.
fn words(mail: &Message<'_>, part: &MessagePart<'_>, asked: Option<&'static Encoding>) -> (String, Option<Warning>) {
    let words = part.text_contents().unwrap_or_default();
    let as_sent = (part.encoding == TransferEncoding::None)
        .then(|| mail.raw_message().get(part.offset_body as usize..part.offset_end as usize));
    let (text, warning) = match as_sent.flatten() {
        _ if !words.contains('\u{fffd}') => (words.to_owned(), None),
        Some(bytes) => decode::decode(bytes, Said { asked, ..Said::default() }),
        None => {
            let message = "Some bytes are not encoded as the e-mail says; each is shown as “\u{fffd}”".to_owned();
            (words.to_owned(), Some(Warning { message }))
        }
    };
    (text.replace("\r\n", "\n"), warning)
}

/// At least as many parts as an e-mail of these bytes can have.
fn parts(bytes: &[u8]) -> u64 {
    const KEY: &[u8] = b"content-type";
    let key = |at: &usize| bytes.get(*at..at + KEY.len()).is_some_and(|found| found.eq_ignore_ascii_case(KEY));
    memchr::memchr2_iter(b'c', b'C', bytes).filter(key).count() as u64
}

/// What the header says. A newsletter is its sender's; of a letter the sender is the writer.
fn fields(mail: &Message<'_>) -> Fields {
    let sender = mail.from().and_then(|from| from.first());
    let sender = sender.and_then(|sender| sender.name().or(sender.address())).map(|name| name.trim().to_owned());
    let newsletter = mail.header(HeaderName::ListId).or(mail.header(HeaderName::ListUnsubscribe)).is_some();
    let (outlet, byline) = if newsletter { (sender, None) } else { (None, sender) };
    Fields {
        title: mail.subject().map(|subject| subject.trim().to_owned()),
        date: mail.header_raw(HeaderName::Date).map(|date| date.trim().to_owned()),
        outlet,
        byline,
        ..Fields::default()
    }
}
