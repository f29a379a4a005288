//! Method and path: another than on the request line.

use percent_encoding::percent_decode_str;

use super::serial::{PLAIN, WHOLE, encoded, other_hex};
use crate::diagnose::case::Case;
use crate::diagnose::way::{Alter, Hints, Made, Way};

const AS_SENT: &str = "Sign the path as it stands on the request line, byte for byte: take it from the request that is sent, not from what it was made of.";

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "path decoded",
        done: "The path was signed with its percent-encoding undone.",
        // Of a scheme that encodes the path, what was signed is then the path as it is sent.
        mend: "Take the path from the request that is sent, with its percent-encoding; where the scheme's file encodes the path, that comes on top.",
        pairs: true,
        alter: Alter::Path(decoded),
    },
    Way {
        name: "path encoded twice",
        done: "The path was percent-encoded a second time before it was signed.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Path(|path| vec![path.replace('%', "%25")]),
    },
    Way {
        name: "path encoded",
        done: "The path was percent-encoded for signing otherwise than it is sent.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Path(encoded_again),
    },
    Way {
        name: "trailing slash",
        done: "The path was signed with a slash at its end and sent without one, or the other way round.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Path(trailing_slash),
    },
    Way {
        name: "slash of the endpoint",
        done: "The slash at the end of the endpoint and the one that the path begins with were both signed.",
        mend: "Write the endpoint without a slash at its end.",
        pairs: true,
        alter: Alter::Path(|path| vec![format!("/{path}"), path.replacen("//", "/", 1)]),
    },
    Way {
        name: "leading slash lost",
        done: "The path was signed without the slash that it begins with.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Path(|path| {
            path.strip_prefix('/')
                .map(str::to_owned)
                .into_iter()
                .collect()
        }),
    },
    Way {
        name: "whole URL signed",
        done: "The whole URL was signed where the scheme signs what stands behind the host.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Case(whole_url),
    },
    Way {
        name: "prefix of the path",
        done: "The path was signed without what it begins with: a base path of the endpoint, or what a proxy adds.",
        mend: "Sign the whole path as the server gets it.",
        pairs: true,
        alter: Alter::Path(prefix_left_out),
    },
    Way {
        name: "path left out",
        done: "The path was not signed.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Path(|_| vec!["/".to_owned(), String::new()]),
    },
    Way {
        name: "method in lower case",
        done: "The method was signed in other letters than it is sent.",
        mend: "Sign the method in capitals, as it is sent.",
        pairs: true,
        alter: Alter::Method(|method| vec![method.to_ascii_lowercase(), capitalised(method)]),
    },
    Way {
        name: "another method",
        done: "Another method was signed than is sent: a redirect or an override may have changed it.",
        mend: "Sign the method that is sent, and sign again on a redirect.",
        pairs: true,
        alter: Alter::Method(|_| METHODS.iter().map(|&method| method.to_owned()).collect()),
    },
];

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

fn decoded(path: &str) -> Vec<String> {
    let whole = percent_decode_str(path).decode_utf8_lossy().into_owned();
    let plus = path.replace('+', " ");
    let plus = percent_decode_str(&plus).decode_utf8_lossy().into_owned();
    vec![whole, plus]
}

fn encoded_again(path: &str) -> Vec<String> {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let segments = |text: &str| {
        let encoded = text.split('/').map(|segment| encoded(segment, PLAIN));
        encoded.collect::<Vec<_>>().join("/")
    };
    let mut made = vec![
        segments(&decoded),
        segments(path),
        encoded(&decoded, WHOLE),
        path.replace(':', "%3A"),
        path.replace(':', "%3a"),
        path.replace("%20", "+"),
    ];
    made.extend(other_hex(path));
    made
}

fn trailing_slash(path: &str) -> Vec<String> {
    match path.strip_suffix('/') {
        Some(rest) => vec![rest.to_owned()],
        None => vec![format!("{path}/")],
    }
}

fn whole_url<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let (host, path) = (case.host(), case.split_target().0);
    let whole = |scheme| format!("{scheme}://{host}{}", case.target);
    let without_query = |scheme| format!("{scheme}://{host}{path}");
    let mut targets: Vec<String> = ["https", "http"].map(whole).into();
    targets.extend(["https", "http"].map(without_query));
    targets.push(format!("{host}{}", case.target));
    let cases = targets.into_iter().map(|target| case.with_target(target));
    cases
        .map(|case| (Some("path and query".to_owned()), case))
        .collect()
}

fn prefix_left_out(path: &str) -> Vec<String> {
    let slashes = path.match_indices('/').skip(1).take(8);
    slashes.map(|(at, _)| path[at..].to_owned()).collect()
}

fn capitalised(method: &str) -> String {
    let (first, rest) = method.split_at(usize::from(!method.is_empty()));
    format!("{first}{}", rest.to_ascii_lowercase())
}
