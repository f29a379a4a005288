//! How much a server still takes.

use std::{cmp::Reverse, time::Duration};

use http::{HeaderMap, HeaderName};

use crate::retry;

/// How much a server still takes, as its answer says.
///
/// These headers are read, and the first of them that says anything is what counts:
///
/// | headers | who has them |
/// |---|---|
/// | `RateLimit: "name";r=50;t=30`, with `RateLimit-Policy: "name";q=100;w=60` | draft-ietf-httpapi-ratelimit-headers, from version 08 on |
/// | `RateLimit: limit=100, remaining=50, reset=30` | the same, version 07 |
/// | `RateLimit-Limit`, `RateLimit-Remaining`, `RateLimit-Reset` | the same, up to version 06 |
/// | `X-RateLimit-Limit`, `X-RateLimit-Remaining`, `X-RateLimit-Reset` | most APIs |
/// | `X-Rate-Limit-Limit`, `X-Rate-Limit-Remaining`, `X-Rate-Limit-Reset` | some |
///
/// Of several policies it is the one of which least remains.
///
/// ```
/// # use std::time::Duration;
/// # use signed_api::Error;
/// let answer = http::Response::builder().status(429);
/// let answer = answer.header("x-ratelimit-remaining", "0").header("x-ratelimit-reset", "30");
/// let limit = Error::refused(answer.body("").unwrap()).rate_limit().unwrap();
/// assert_eq!((limit.remaining, limit.reset), (Some(0), Some(Duration::from_secs(30))));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How much is taken in a window of time: requests, or what else the server counts.
    pub limit: Option<u64>,
    /// How much of that is left.
    pub remaining: Option<u64>,
    /// In how long there is more again, counted from when the server answered.
    ///
    /// Some servers say seconds to go, and some a time. A number below 1,000,000,000 is seconds; a
    /// larger one is seconds since 1970, and one from 1,000,000,000,000 on milliseconds. A time is
    /// taken relative to the server's own `Date`, so that a clock that is off does no harm, and is zero
    /// when it is past.
    pub reset: Option<Duration>,
}

/// What the headers of an answer say.
pub(crate) fn of(headers: &HeaderMap) -> Option<RateLimit> {
    let families = ["ratelimit", "x-ratelimit", "x-rate-limit"];
    let plain = families.iter().map(|family| plain(headers, family));
    let mut said = [structured(headers)].into_iter().chain(plain);
    said.find(|limit| *limit != RateLimit::default())
}

/// A header for each value. A limit may name its policies after a comma.
fn plain(headers: &HeaderMap, family: &str) -> RateLimit {
    let value = |what: &str| {
        let name = HeaderName::try_from(format!("{family}-{what}")).ok()?;
        let value = headers.get(name)?.to_str().ok()?;
        value.split([',', ';']).next().map(str::trim)
    };
    RateLimit {
        limit: value("limit").and_then(|value| value.parse().ok()),
        remaining: value("remaining").and_then(|value| value.parse().ok()),
        reset: value("reset").and_then(|value| reset(value, headers)),
    }
}

/// One header for all: by parameters, or as a dictionary.
fn structured(headers: &HeaderMap) -> RateLimit {
    let dictionary: Vec<_> = items(headers, "ratelimit").flatten().collect();
    let member = |name| parameter(&dictionary, name);
    if let Some(remaining) = member("remaining").and_then(|value| value.parse().ok()) {
        return RateLimit {
            limit: member("limit").and_then(|value| value.parse().ok()),
            remaining: Some(remaining),
            reset: member("reset").and_then(|value| reset(value, headers)),
        };
    }
    let limits = items(headers, "ratelimit").map(|item| RateLimit {
        limit: quota(headers, item.first().copied().unwrap_or_default()),
        remaining: parameter(&item, "r").and_then(|value| value.parse().ok()),
        reset: parameter(&item, "t").and_then(|value| reset(value, headers)),
    });
    let told = limits.filter(|limit| limit.remaining.is_some());
    told.min_by_key(|limit| (limit.remaining, Reverse(limit.reset)))
        .unwrap_or_default()
}

/// How much a policy allows.
fn quota(headers: &HeaderMap, policy: &str) -> Option<u64> {
    let mut policies = items(headers, "ratelimit-policy");
    let own = policies.find(|item| item.first() == Some(&policy))?;
    parameter(&own, "q")?.parse().ok()
}

/// The items of a header, each with its parameters behind it.
fn items<'h>(headers: &'h HeaderMap, name: &'static str) -> impl Iterator<Item = Vec<&'h str>> {
    let lines = headers.get_all(name).into_iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    let items = lines.flat_map(|line| apart(line, ','));
    items.map(|item| apart(item, ';').collect())
}

/// The parts of a text, but none within quotes.
fn apart(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let parts = text.split(move |c| {
        quoted ^= c == '"';
        c == separator && !quoted
    });
    parts.map(str::trim)
}

/// The value of `name=value`.
fn parameter<'h>(parts: &[&'h str], name: &str) -> Option<&'h str> {
    let pairs = parts.iter().filter_map(|part| part.split_once('='));
    let mut named = pairs.filter(|(other, _)| other.trim().eq_ignore_ascii_case(name));
    named.next().map(|(_, value)| value.trim())
}

/// Seconds to go, or a time in seconds or milliseconds since 1970.
fn reset(value: &str, headers: &HeaderMap) -> Option<Duration> {
    let number: f64 = value.parse().ok()?;
    if number < 1e9 {
        return Duration::try_from_secs_f64(number).ok();
    }
    let seconds = if number < 1e12 { number } else { number / 1e3 };
    let until = Duration::try_from_secs_f64(seconds).ok()?;
    Some(until.saturating_sub(retry::server_time(headers)?))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(headers: &[(&'static str, &'static str)]) -> Option<RateLimit> {
        let pair = |&(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        of(&headers.iter().map(pair).collect())
    }

    /// What a `RateLimit` says: limit, remaining, seconds.
    fn said(headers: &[(&'static str, &'static str)]) -> (Option<u64>, Option<u64>, Option<u64>) {
        let said = read(headers).unwrap();
        (
            said.limit,
            said.remaining,
            said.reset.map(|reset| reset.as_secs()),
        )
    }

    #[test]
    fn one_header_for_all() {
        // draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4.
        let field = ("ratelimit", "\"default\";r=50;t=30");
        assert_eq!(said(&[field]), (None, Some(50), Some(30)));
        let policies = "\"burst\";q=100;w=60,\"daily\";q=1000;w=86400";
        let policy = ("ratelimit-policy", policies);
        let field = ("ratelimit", "\"burst\";r=5;t=30, \"daily\";r=0;t=3000");
        assert_eq!(said(&[policy, field]), (Some(1000), Some(0), Some(3000)));
        // Version 07.
        let field = ("ratelimit", "limit=100, remaining=50, reset=30");
        assert_eq!(said(&[field]), (Some(100), Some(50), Some(30)));
        let quoted = ("ratelimit", "\"a,b;r=1\";r=7;t=1");
        assert_eq!(said(&[quoted]), (None, Some(7), Some(1)));
    }

    #[test]
    fn a_header_for_each() {
        // Version 06, where the limit may name its policies.
        let own = [
            ("ratelimit-limit", "100, 100;w=60"),
            ("ratelimit-remaining", "99"),
            ("ratelimit-reset", "50"),
        ];
        assert_eq!(said(&own), (Some(100), Some(99), Some(50)));
        assert_eq!(said(&[("x-rate-limit-limit", "7")]), (Some(7), None, None));
        let both = [
            own[1],
            ("x-ratelimit-remaining", "1"),
            ("x-ratelimit-limit", "2"),
        ];
        assert_eq!(said(&both), (None, Some(99), None));
    }

    #[test]
    fn a_reset_is_seconds_or_a_time() {
        // GitHub: seconds since 1970; the epoch second of the Date is 946684769.
        let date = ("date", "Fri, 31 Dec 1999 23:59:29 GMT");
        let reset = |value: &'static str| said(&[date, ("x-ratelimit-reset", value)]).2;
        assert_eq!(reset("0.9"), Some(0));
        assert_eq!(reset("999999999"), Some(999_999_999));
        assert_eq!(reset("1000000000"), Some(1_000_000_000 - 946_684_769));
        assert_eq!(reset("1000000000000"), Some(1_000_000_000 - 946_684_769));
        let past = [
            ("date", "Tue, 14 Nov 2023 22:13:21 GMT"),
            ("x-ratelimit-reset", "1700000000"),
        ];
        assert_eq!(said(&past).2, Some(0));
    }

    #[test]
    fn what_says_nothing_is_nothing() {
        for value in ["", "soon", "-1", "inf", "NaN", "1e400"] {
            assert_eq!(read(&[("x-ratelimit-reset", value)]), None, "{value}");
            assert_eq!(read(&[("ratelimit", value)]), None, "{value}");
        }
        assert_eq!(read(&[("ratelimit", "\"a\";t=3, \"b")]), None);
        assert_eq!(read(&[]), None);
    }
}
