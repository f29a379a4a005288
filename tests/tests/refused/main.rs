//! What providers answer to a refused request, read by the built-in files, and explained.
//!
//! The answers are in `tests/answers`, each with where it comes from.

mod azure;
mod clouds;
mod hostile;
mod others;

use std::{fmt, fs, path::Path};

use signed_api::{Moment, Scheme, Signer, Unsigned, refused::Refused};
use signed_api_tests::at;

/// A key that is shown nowhere.
pub(crate) const KEY: &str =
    "LnIa21zg5877EYb9emoIfUIuKzjczr79h8fh3gLy9LdveYw/88ct73qIm96AeQbI4L8dwAj6eAFZ0CiaLP5s4w==";

/// An answer as it came.
pub(crate) fn answer(name: &str) -> http::Response<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("answers");
    let text = fs::read_to_string(folder.join(format!("{name}.http"))).unwrap();
    let (head, body) = text.split_once("\n\n").unwrap();
    let mut lines = head.lines().skip_while(|line| line.starts_with('#'));
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let mut response = http::Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        response = response.header(name, value);
    }
    response.body(body.to_owned()).unwrap()
}

/// A request by its method, URL and headers; what follows an empty line is its body.
pub(crate) fn request(text: &str) -> Unsigned {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let (method, url) = lines.next().unwrap().split_once(' ').unwrap();
    let mut request = http::Request::builder().method(method).uri(url);
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        request = request.header(name, value);
    }
    Unsigned::new(request.body(body.to_owned()).unwrap())
}

/// A request that was signed at a time, and refused with one of the answers.
pub(crate) fn refused<S: Scheme>(scheme: S, now: u64, unsigned: &Unsigned, name: &str) -> Refused {
    let moment = Moment {
        now: at(now),
        nonce: "217f3bb4-f3e6-4479-9bac-2bfa68122c54".to_owned(),
    };
    let signer = Signer::new(scheme);
    signer.sign(unsigned.clone(), &moment).unwrap();
    signer.refused(unsigned, &moment, &answer(name)).unwrap()
}

/// The line behind the status.
pub(crate) struct Line<'r>(pub(crate) &'r Refused);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.line(f)
    }
}

/// The line, and that the key is nowhere.
pub(crate) fn says(refused: &Refused, line: &str) {
    assert_eq!(Line(refused).to_string(), line, "{refused}");
    assert!(!refused.to_string().contains(KEY), "{refused}");
}

/// Where the server's texts differ: name, line, what wrote it, and what differs.
pub(crate) fn differ(refused: &Refused, expected: &[(&str, usize, &str, &str)]) {
    let lines = refused.differences.iter().flat_map(|difference| {
        difference.lines.iter().map(|line| {
            let template = line.template.as_deref().unwrap_or_default();
            (
                difference.name.as_str(),
                line.number,
                template,
                line.words.as_str(),
            )
        })
    });
    let found: Vec<_> = lines.collect();
    assert_eq!(found, expected, "{refused}");
}
