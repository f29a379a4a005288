//! Signing as the provider's page does it, step by step.

use std::time::SystemTime;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderValue;
use jiff::Timestamp;
use md5::Md5;
use sha2::{Digest as _, Sha256};
use signed_api::Body;

/// As <https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial>.
pub(crate) fn acs(request: &mut http::Request<Body>, access_key: &str, now: SystemTime) {
    let date = timestamp(now)
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    let content_hash = STANDARD.encode(Sha256::digest(body(request)));
    let path_and_query = request.uri().path_and_query().expect("a path");
    let host = request.uri().authority().expect("a host");
    let string_to_sign = format!(
        "{}\n{path_and_query}\n{date};{host};{content_hash}",
        request.method()
    );
    let signature = signature(access_key, &string_to_sign);
    let authorization = format!(
        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}"
    );
    set(request, "x-ms-date", &date);
    set(request, "x-ms-content-sha256", &content_hash);
    set(request, "authorization", &authorization);
}

/// As <https://developers.sinch.com/docs/voice/api-reference/authentication/signed-request>.
pub(crate) fn sinch_application(
    request: &mut http::Request<Body>,
    key: &str,
    secret: &str,
    now: SystemTime,
) {
    let body = body(request);
    let content_md5 = if body.is_empty() {
        String::new()
    } else {
        STANDARD.encode(Md5::digest(body))
    };
    let content_type = request.headers()["content-type"].to_str().expect("text");
    let timestamp = timestamp(now)
        .strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
        .to_string();
    let string_to_sign = format!(
        "{}\n{content_md5}\n{content_type}\nx-timestamp:{timestamp}\n{}",
        request.method(),
        request.uri().path(),
    );
    let authorization = format!("application {key}:{}", signature(secret, &string_to_sign));
    set(request, "x-timestamp", &timestamp);
    set(request, "authorization", &authorization);
}

fn timestamp(now: SystemTime) -> Timestamp {
    Timestamp::try_from(now).expect("a time of this era")
}

fn body(request: &http::Request<Body>) -> &[u8] {
    request.body().as_bytes().expect("bytes in memory")
}

fn signature(key: &str, text: &str) -> String {
    let key = STANDARD.decode(key).expect("base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key");
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn set(request: &mut http::Request<Body>, name: &'static str, value: &str) {
    request
        .headers_mut()
        .insert(name, HeaderValue::from_str(value).expect("a header value"));
}
