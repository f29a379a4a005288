//! When a server wants to be asked again.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, header};
use signed_api_specs::Timestamp;

/// What `Retry-After` says: seconds, or a date.
pub(crate) fn after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let (until, now) = (date(headers, &header::RETRY_AFTER)?, now(headers)?);
    // A date that is past asks for no wait.
    Some(until.duration_since(now).unwrap_or(Duration::ZERO))
}

/// The time of an answer since 1970: by its `Date`, else by the clock.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<Duration> {
    now(headers)?.duration_since(SystemTime::UNIX_EPOCH).ok()
}

fn now(headers: &HeaderMap) -> Option<SystemTime> {
    let said = date(headers, &header::DATE);
    // Not everywhere there is a clock.
    let own = || (!cfg!(all(target_family = "wasm", target_os = "unknown"))).then(SystemTime::now);
    said.or_else(own)
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    let value = headers.get(name)?.to_str().ok()?;
    Timestamp::from_http_date(value.trim())?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(pairs: &[(HeaderName, &'static str)]) -> Option<u64> {
        let pairs = pairs
            .iter()
            .map(|(n, v)| (n.clone(), http::HeaderValue::from_static(v)));
        after(&pairs.collect()).map(|wait| wait.as_secs())
    }

    #[test]
    fn seconds_and_dates() {
        let (after, date) = (header::RETRY_AFTER, header::DATE);
        let at = "Fri, 31 Dec 1999 23:59:59 GMT";
        assert_eq!(seconds(&[(after.clone(), "120")]), Some(120));
        assert_eq!(
            seconds(&[(after.clone(), at), (date, "Fri, 31 Dec 1999 23:59:29 GMT")]),
            Some(30)
        );
        assert_eq!(seconds(&[(after.clone(), at)]), Some(0));
        assert_eq!(seconds(&[(after, "soon")]), None);
    }
}
