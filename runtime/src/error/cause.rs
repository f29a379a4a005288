//! What an error was caused by, as it may be shown.

use std::{error::Error as StdError, fmt, iter};

use super::Error;

/// The causes of an error, the nearest first.
pub(super) fn all(error: &Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    iter::successors(error.source(), |cause| (*cause).source())
}

/// What an error began with, unless its message says so already.
pub(super) fn root(error: &Error) -> Option<String> {
    let root = Public(all(error).last()?).to_string();
    let is_said = error.message().contains(&root);
    (!is_said && !root.is_empty()).then_some(root)
}

/// The causes of an error for its `Debug`: what each says.
pub(super) struct Chain<'e>(pub(super) &'e Error);

impl fmt::Debug for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = all(self.0).map(|cause| Public(cause).to_string());
        f.debug_list().entries(said).finish()
    }
}

/// A cause without the queries of the URLs that it names: they may hold signatures and keys. A
/// transport of one's own may say which URL it could not reach.
pub(super) struct Public<T>(pub(super) T);

impl<T: fmt::Display> fmt::Display for Public<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let mut words = text.split_inclusive(char::is_whitespace);
        words.try_for_each(|word| match word.find('?') {
            Some(query) if word.contains("://") => {
                let between = &word[word.trim_end().len()..];
                write!(f, "{}?…{between}", &word[..query])
            }
            _ => f.write_str(word),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_query_of_a_url_is_shown() {
        for (said, shown) in [
            ("reset", "reset"),
            ("is it? no", "is it? no"),
            (
                "error sending request for url (https://h/a?sig=s3cret)",
                "error sending request for url (https://h/a?…",
            ),
            ("http://h/?a=1 and then\tb?c", "http://h/?… and then\tb?c"),
            ("https://h/a: closed", "https://h/a: closed"),
        ] {
            assert_eq!(Public(said).to_string(), shown);
        }
    }

    #[test]
    fn the_debug_of_a_cause_is_not_shown() {
        #[derive(Debug)]
        struct Unsent {
            #[allow(dead_code, reason = "its `Debug` shows it")]
            query: &'static str,
        }

        impl fmt::Display for Unsent {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("https://h/a?sig=s3cret was not reached")
            }
        }

        impl StdError for Unsent {}

        let query = "sig=s3cret";
        let error = Error::transport("no answer").because(Unsent { query });
        let shown = format!("{error:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("https://h/a?… was not reached"), "{shown}");
    }

    #[test]
    fn the_root_is_told_once() {
        let cause = || Error::credentials("the vault is sealed");
        let deep = Error::transport("no answer").because(Error::connect(cause()));
        assert_eq!(root(&deep).as_deref(), Some("the vault is sealed"));
        let said = Error::transport("no answer: the vault is sealed").because(cause());
        assert_eq!(root(&said), None);
        assert_eq!(root(&cause()), None);
    }
}
