//! What came in the place of a header that is missing.

use http::HeaderMap;

use super::encoding::hashes_of;
use crate::data::distance;
use crate::engine::decode_hex;

/// The header that was probably sent instead, as a sentence: its name is the beginning of the other, or a
/// slip away from it.
pub(super) fn instead_of(missing: &str, headers: &HeaderMap) -> Option<String> {
    let wanted = missing.to_ascii_lowercase();
    let is_kin = |name: &str| {
        let longer = |long: &str, short: &str| {
            long.strip_prefix(short)
                .is_some_and(|rest| rest.starts_with('-'))
        };
        let slips = distance(&wanted, name);
        longer(&wanted, name) || longer(name, &wanted) || (1..=wanted.len() / 6).contains(&slips)
    };
    let (name, value) = headers.iter().find(|(name, _)| is_kin(name.as_str()))?;
    let text = value.to_str().unwrap_or_default();
    let digits = text.rsplit('=').next().unwrap_or_default();
    let bytes = decode_hex(digits.as_bytes()).filter(|bytes| !bytes.is_empty());
    let bytes = bytes.map_or(String::new(), |bytes| {
        let len = bytes.len();
        format!(": {len} bytes in hexadecimal{}", hashes_of(len))
    });
    Some(format!("What came is the header `{name}`{bytes}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kin_and_slips() {
        let instead = |missing: &str, sent: &'static str| {
            let value = http::HeaderValue::from_static("1");
            let headers = HeaderMap::from_iter([(http::HeaderName::from_static(sent), value)]);
            instead_of(missing, &headers).is_some()
        };
        assert!(instead("X-Hub-Signature-256", "x-hub-signature"));
        assert!(instead("Webhook-Id", "webhook-id-v2"));
        assert!(instead("Authorization", "authorisation"));
        assert!(!instead("x-ms-date", "date") && !instead("host", "hash"));
        assert!(!instead("X-Signature", "x-signature"));
    }
}
