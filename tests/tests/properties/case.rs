//! Requests that nobody would think of.

use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use signed_api::Unsigned;

/// A request as somebody might make it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) host: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Vec<u8>,
    pub(crate) time: SystemTime,
}

pub(crate) fn case() -> impl Strategy<Value = Case> {
    let method = prop_oneof![
        "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS",
        "[A-Z]{1,9}",
        "[a-z!#$%&'*+.^_`|~-]{1,5}"
    ];
    let segment = prop_oneof![
        "[A-Za-z0-9._~-]{0,6}",
        "[!$&'()*+,;=:@|^\"{}-]{0,5}",
        "(%[0-9A-Fa-f]{2}){1,4}",
        "[a-z]{0,3}(%C3%A9|%c3%bc|%E4%B8%AD|%F0%9F%99%82)?:play",
    ];
    let path = prop::collection::vec(segment, 0..4)
        .prop_map(|segments| format!("/{}", segments.join("/")));
    let pair = prop_oneof![
        "[a-z$]{1,3}",
        "[a-c]=",
        "[a-c]=[A-Za-z0-9*~:/?@!$'(),;+-]{0,6}",
        "[a-c]=[a-z]{0,2}(%20|%2B|%C3%A9|%c3%a9|%25|%26|%3D|\\+){0,3}",
        "",
    ];
    let query =
        prop::option::of(prop::collection::vec(pair, 0..5).prop_map(|pairs| pairs.join("&")));
    let host = "[a-z]{1,5}(\\.[a-z0-9]{1,4}){0,2}(:[1-9][0-9]{3})?";
    let header = (
        "(x-[a-d]|x-ms-meta-[a-b]|accept|range|user-agent)",
        "[!-~]([ -~é]{0,12}[!-~])?",
    );
    let content_type = prop::option::of("[a-z]{2,6}/[a-z+.]{2,6}(; ?charset=[A-Za-z0-9-]{3,6})?");
    let time = (0_u64..253_402_200_000, 0_u32..1_000_000_000);
    let time =
        time.prop_map(|(seconds, nanos)| SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos));
    let headers = prop::collection::vec(header, 0..4);
    let body = prop_oneof![
        Just(Vec::new()),
        prop::collection::vec(any::<u8>(), 0..80),
        "\\PC{0,20}".prop_map(String::into_bytes)
    ];
    (method, path, query, host, headers, content_type, body, time).prop_map(
        |(method, path, query, host, headers, content_type, body, time)| Case {
            method,
            path,
            query,
            host,
            headers,
            content_type,
            body,
            time,
        },
    )
}

impl Case {
    fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    pub(crate) fn unsigned(&self, settings: &[(&str, &str)]) -> Unsigned {
        let mut request = http::Request::builder().method(&*self.method).uri(format!(
            "https://{}{}",
            self.host,
            self.target()
        ));
        for (name, value) in &self.headers {
            request = request.header(name, value.as_bytes());
        }
        if let Some(content_type) = &self.content_type {
            request = request.header("content-type", content_type);
        }
        let mut unsigned = Unsigned::new(request.body(self.body.clone()).expect("a request"));
        for (name, value) in settings {
            unsigned.set(*name, *value);
        }
        unsigned
    }
}
