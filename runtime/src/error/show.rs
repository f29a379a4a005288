//! How an error is shown: one line, or everything.

use std::fmt::{self, Write as _};

use bytes::Bytes;
use http::{Response, StatusCode};

use super::{
    Error, ErrorKind,
    cause::{self, Public},
};

/// How many characters of a body are shown.
const SHOWN: usize = 300;

pub(super) fn display(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    line(error, f)?;
    if !f.alternate() {
        return Ok(());
    }
    causes(error, f)?;
    if let Some(history) = &error.0.history {
        history.all(f)?;
    }
    if let Some(why) = error.cut() {
        write!(f, "\nits body is not whole: {}", Escaped(why))?;
    }
    match error.explanation() {
        Some(refused) => refused.details(f),
        None => signed(error, f),
    }
}

pub(super) fn debug(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let inner = &error.0;
    let mut debug = f.debug_struct("Error");
    debug.field("kind", &inner.kind);
    if let Some(call) = inner.call {
        debug.field("call", &call);
    }
    if let Some(host) = &inner.host {
        debug.field("host", host);
    }
    debug.field("message", &inner.message);
    if let Some(answer) = &inner.answer {
        debug
            .field("status", &answer.status())
            .field("headers", &answer.headers().len())
            .field("body", &format_args!("\"{}\"", Said(error, answer)));
    }
    if let Some(history) = &inner.history {
        debug.field("attempts", &history.attempts());
    }
    if let Some(refused) = &inner.explanation {
        debug
            .field("code", &refused.code)
            .field("fault", &refused.fault)
            .field("hint", &refused.hint());
    }
    if let Some(text) = &inner.string_to_sign {
        debug.field("string_to_sign", text);
    }
    // A cause's own `Debug` may hold anything, as the URL that was signed.
    if inner.source.is_some() {
        debug.field("causes", &cause::Chain(error));
    }
    debug.finish()
}

/// `CallAutomation::play: refused with 401 Unauthorized, code 7509 (the signature does not match):
/// {"error":...}`, or `CallAutomation::play at contoso.example: there was no connection: Connection
/// refused (os error 111)`
fn line(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let inner = &error.0;
    match (inner.call, &inner.host) {
        (Some(call), Some(host)) => write!(f, "{call} at {host}: ")?,
        (Some(call), None) => write!(f, "{call}: ")?,
        (None, Some(host)) => write!(f, "{host}: ")?,
        (None, None) => {}
    }
    if let Some(history) = &inner.history {
        history.before(f)?;
    }
    // Where every cause has a line of its own, none is needed here.
    let root = if f.alternate() {
        None
    } else {
        cause::root(error)
    };
    fmt::Display::fmt(&met(error, root.as_deref()), f)
}

/// What happened, whatever the call, and what it began with: `refused with 401 Unauthorized`.
pub(super) fn met(error: &Error, root: Option<&str>) -> impl fmt::Display {
    fmt::from_fn(move |f| {
        write!(f, "{}", Escaped(&error.0.message))?;
        if let Some(root) = root {
            write!(f, ": {}", Excerpt(root.as_bytes(), false))?;
        }
        match &error.0.answer {
            Some(answer) => described(error, answer, f),
            None => Ok(()),
        }
    })
}

fn described(error: &Error, answer: &Response<Bytes>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let status = Status(answer.status());
    if error.kind() == ErrorKind::Refused {
        write!(f, " with {status}")?;
    } else {
        write!(f, " ({status})")?;
    }
    if let Some(why) = error.0.temporary {
        write!(f, " ({why})")?;
    }
    match error.explanation() {
        Some(refused) => refused.line(f),
        None if answer.body().is_empty() => Ok(()),
        None => write!(f, ": {}", Excerpt(answer.body(), error.cut().is_some())),
    }
}

fn causes(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    cause::all(error).try_for_each(|cause| write!(f, "\ncaused by: {}", Escaped(Public(cause))))
}

/// The string to sign, its line feeds as lines.
fn signed(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(text) = error
        .string_to_sign()
        .filter(|_| error.kind() == ErrorKind::Refused)
    else {
        return Ok(());
    };
    f.write_str("\nstring to sign:")?;
    for line in text.to_string().split('\n') {
        write!(f, "\n  | {}", Escaped(line))?;
    }
    Ok(())
}

/// `401 Unauthorized`, or the number alone if it has no name.
struct Status(StatusCode);

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.canonical_reason() {
            Some(reason) => write!(f, "{} {reason}", self.0.as_u16()),
            None => write!(f, "{}", self.0.as_u16()),
        }
    }
}

/// The beginning of an answer's body, without secrets if it is known which those are.
struct Said<'a>(&'a Error, &'a Response<Bytes>);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.explanation() {
            Some(refused) => Escaped(&refused.said).fmt(f),
            None => Excerpt(self.1.body(), self.0.cut().is_some()).fmt(f),
        }
    }
}

/// The beginning of a body, and whether there is more than what came of it.
struct Excerpt<'a>(&'a [u8], bool);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A character has at most four bytes: what is beyond is not looked at.
        let start = &self.0[..self.0.len().min(SHOWN * 4)];
        let text = String::from_utf8_lossy(start);
        let end = text
            .char_indices()
            .nth(SHOWN)
            .map_or(text.len(), |(at, _)| at);
        Escaped(&text[..end]).fmt(f)?;
        let rest = end < text.len() || start.len() < self.0.len() || self.1;
        if rest { f.write_str("…") } else { Ok(()) }
    }
}

/// What is shown without its control characters, which are escaped, so that it can neither break a
/// line of a log nor move a terminal's cursor. A cause may quote what a server said.
pub(super) struct Escaped<T>(pub(super) T);

impl<T: fmt::Display> fmt::Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

struct Escaping<'f, 'w>(&'f mut fmt::Formatter<'w>);

impl fmt::Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|c| {
            if is_harmful(c) {
                write!(self.0, "{}", c.escape_default())
            } else {
                self.0.write_char(c)
            }
        })
    }
}

/// Control characters, and those that separate lines or change the direction of writing.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::History;

    fn refused(body: &str) -> String {
        Error::refused(Response::builder().status(500).body(body).unwrap()).to_string()
    }

    #[test]
    fn a_body_is_cut_and_escaped() {
        assert_eq!(
            refused("a\nb\u{1b}[2J"),
            r"refused with 500 Internal Server Error: a\nb\u{1b}[2J"
        );
        assert_eq!(refused(""), "refused with 500 Internal Server Error");
        let long = refused(&"é".repeat(301));
        assert!(
            long.ends_with("é…") && long.matches('é').count() == 300,
            "{long}"
        );
        assert!(refused(&"é".repeat(300)).ends_with('é'));
    }

    /// As serde quotes a variant that it does not know, and as a `FromResponse` tells why.
    #[test]
    fn what_a_server_says_is_escaped_in_causes_too() {
        const SENT: &str = "\u{1b}[2J\nroot: ok";
        const SHOWN: &str = r"\u{1b}[2J\nroot: ok";
        #[derive(Debug, serde::Deserialize)]
        enum State {
            Known,
        }
        let body = serde_json::to_vec(SENT).unwrap();
        let why = || serde_json::from_slice::<State>(&body).unwrap_err();
        assert!(why().to_string().contains(SENT));
        let answer = || Response::new(Bytes::from(body.clone()));
        let unread = Error::decode("unexpected JSON").because(why());
        let own = Error::unreadable(answer(), why());
        let inside = Error::transport("no answer").because(Error::unreadable(answer(), SENT));
        let mut history = History::default();
        history.add(&Error::connect(why()));
        let repeated = Error::unreadable(answer(), SENT).with_history(history);
        for (error, times) in [(unread, 1), (own, 2), (inside, 2), (repeated, 3)] {
            for shown in [format!("{error:#}"), error.to_string()] {
                let lines = shown.split('\n').flat_map(str::chars);
                assert!(!lines.clone().any(char::is_control), "{shown}");
                assert!(!shown.contains("\nroot"), "{shown}");
            }
            assert_eq!(
                format!("{error:#}").matches(SHOWN).count(),
                times,
                "{error:#}"
            );
        }
    }

    /// A URL that a transport of one's own could not reach.
    #[test]
    fn no_form_shows_the_query_of_a_url() {
        const URL: &str = "closed: https://contoso.example/a?signature=s3cret";
        let error = Error::connect(Error::transport("unplugged").because(URL));
        let mut history = History::default();
        history.add(&Error::connect(URL));
        let error = error.with_history(history);
        for shown in [
            format!("{error}"),
            format!("{error:#}"),
            format!("{error:?}"),
        ] {
            assert!(shown.contains("https://contoso.example/a?…"), "{shown}");
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }

    #[test]
    fn everything_names_the_causes() {
        let cause = Error::credentials("the vault is sealed");
        let error = Error::transport("the request could not be sent")
            .because(cause)
            .of_call(Some("A::b"));
        assert_eq!(
            error.to_string(),
            "A::b: the request could not be sent: the vault is sealed"
        );
        assert_eq!(
            format!("{error:#}"),
            "A::b: the request could not be sent\ncaused by: the vault is sealed"
        );
    }
}
