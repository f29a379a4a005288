//! The presigned URLs of the vectors, made and verified by the types that users have.

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::Uri;
use serde::Deserialize;
use serde_json::Value;
use signed_api::{
    Error, Moment, Presign, Presigned, Refusal, Setting, Signer, Unsigned, Verifier,
    schemes::{
        AliyunOssV1Query, AliyunOssV4Query, AwsS3V2Query, AwsSigv4Query, AwsSigv4S3Query,
        AwsSigv4Suite, AwsSigv4SuiteQuery, AwsSigv4SuiteQueryUnsignedToken,
        AwsSigv4SuiteUnsignedToken, AzureStorageAccountSas, BaiduBceListed, BaiduBceQuery,
        BaiduBceQueryListed, HawkBewit, TencentCosQuery, VolcengineQuery,
    },
};
use signed_api_tests::Incoming;

/// A line of a file of vectors, as far as it matters here.
#[derive(Deserialize)]
struct Row {
    case: String,
    mode: String,
    credentials: BTreeMap<String, String>,
    params: BTreeMap<String, Value>,
    now: String,
    request: Request,
    signed: Signed,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body_base64: String,
}

#[derive(Deserialize)]
struct Signed {
    query: Vec<(String, String)>,
}

/// The rows of a file whose signature stands in the query, and whose body is empty.
fn rows(file: &str) -> Vec<Row> {
    let path = format!("{}/vectors/{file}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
    rows.filter(|row: &Row| row.mode == "query" && row.request.body_base64.is_empty())
        .collect()
}

impl Row {
    /// A value by the name of its environment variable, as `from_lookup` asks for it.
    fn variable<S: Presign>(&self, variable: &str) -> Option<String> {
        let data = S::DATA;
        let credentials = data.credentials.iter().map(|one| (one.name, one.env));
        let settings = data.settings.iter().map(|one| (one.name, one.env));
        let mut names = credentials.chain(settings);
        // A variant's variable may begin with its own name.
        let ends = |name: &str| variable.ends_with(&format!("_{}", name.to_uppercase()));
        let (name, _) = names.find(|(name, env)| {
            data.variable(*name, *env) == variable || env.is_none() && ends(data.text(*name))
        })?;
        let name = data.text(name);
        let param = || self.params.get(name).and_then(text);
        self.credentials.get(name).cloned().or_else(param)
    }

    /// The settings that the scheme has; what its type holds is among them, and does no harm.
    fn settings<S: Presign>(&self) -> Vec<(&str, Setting)> {
        let known = |name: &str| {
            S::DATA
                .settings
                .iter()
                .any(|s| S::DATA.text(s.name) == name)
        };
        let params = self.params.iter().filter(|(name, _)| known(name));
        params
            .filter_map(|(name, value)| Some((name.as_str(), setting(value)?)))
            .collect()
    }

    /// Whether another scheme of the file takes it: it has a list or turns something off that this
    /// one does not know, or says nothing of what this one needs.
    fn is_of_variant<S: Presign>(&self) -> bool {
        let known = self.settings::<S>();
        let told = |setting: &str| known.iter().any(|(name, _)| *name == setting);
        let tells = |value: &Value| value.is_array() || *value == Value::Bool(false);
        let needed = S::DATA
            .settings
            .iter()
            .filter(|one| !one.optional && !one.by_trait && one.default.is_none());
        self.params
            .iter()
            .any(|(name, value)| tells(value) && !told(name))
            || needed
                .map(|one| S::DATA.text(one.name))
                .any(|name| !told(name))
    }

    fn presign<S: Presign<Query = S>>(&self, scheme: S) -> Result<Presigned, Error> {
        let mut request = http::Request::builder()
            .method(self.request.method.as_str())
            .uri(&self.request.url);
        for (name, value) in &self.request.headers {
            request = request.header(name, value);
        }
        let mut unsigned = Unsigned::new(request.body(Bytes::new()).unwrap());
        for (name, value) in self.settings::<S>() {
            if Some(name) != S::DATA.lifetime() {
                unsigned.set(name, value);
            }
        }
        let moment = Moment {
            now: self.at(0),
            nonce: String::new(),
        };
        Signer::new(scheme).presign(unsigned, &moment, self.valid::<S>())
    }

    fn at(&self, seconds: i64) -> SystemTime {
        let now: jiff::Timestamp = self.now.parse().unwrap();
        (now + jiff::SignedDuration::from_secs(seconds)).into()
    }

    /// What the lifetime of the scheme is in this row.
    fn valid<S: Presign>(&self) -> Option<Duration> {
        let seconds = self.params.get(S::DATA.lifetime()?)?.as_u64()?;
        Some(Duration::from_secs(seconds))
    }

    fn verify<S: Presign>(
        &self,
        verifier: &Verifier<S>,
        link: &Presigned,
        after: i64,
    ) -> Result<(), Refusal> {
        let target = link.url.path_and_query().unwrap().as_str();
        let mut incoming = Incoming::new(link.method.as_str(), target, b"");
        incoming.parts.headers = link.headers.clone();
        let host = link.url.authority().unwrap().as_str().parse().unwrap();
        incoming.parts.headers.insert("host", host);
        verifier
            .verify(&incoming.parts, b"", self.at(after))
            .map(|_| ())
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => Some(list.iter().filter_map(text).collect::<Vec<_>>().join(",")),
        _ => None,
    }
}

fn setting(value: &Value) -> Option<Setting> {
    match value {
        Value::Array(list) => Some(list.iter().filter_map(text).collect::<Vec<_>>().into()),
        Value::Bool(on) => Some((*on).into()),
        other => text(other).map(Setting::from),
    }
}

/// The decoded pairs that signing added, sorted.
fn added(link: &Uri, request: &str) -> Vec<(String, String)> {
    let rest = link.to_string();
    let rest = rest
        .strip_prefix(request)
        .expect("the URL is left as it was");
    let mut pairs: Vec<_> = form_urlencoded::parse(&rest.as_bytes()[1..])
        .into_owned()
        .collect();
    pairs.sort();
    pairs
}

/// Every URL is the one of the SDK; it is accepted by whoever has the same settings but for the
/// lifetime, up to its last second.
fn check<S: Presign<Query = S>>(
    file: &str,
    scheme: impl Fn(&dyn Fn(&str) -> Option<String>) -> Result<S, Error>,
) -> usize {
    check_by(file, scheme, |name| Some(name) != S::DATA.lifetime())
}

/// The same by a verifier that has the lifetime too.
fn check_knowing_lifetime<S: Presign<Query = S>>(
    file: &str,
    scheme: impl Fn(&dyn Fn(&str) -> Option<String>) -> Result<S, Error>,
) -> usize {
    check_by(file, scheme, |_| true)
}

fn check_by<S: Presign<Query = S>>(
    file: &str,
    scheme: impl Fn(&dyn Fn(&str) -> Option<String>) -> Result<S, Error>,
    is_known: impl Fn(&str) -> bool,
) -> usize {
    let mut checked = 0;
    for row in rows(file) {
        if row.is_of_variant::<S>() {
            continue;
        }
        let case = format!("{file}, {}", row.case);
        // A URL for ever (Baidu's `-1`), and one that was never valid.
        if row.valid::<S>().is_none_or(|valid| valid.is_zero()) && S::DATA.lifetime().is_some() {
            continue;
        }
        let own = scheme(&|variable| row.variable::<S>(variable)).unwrap();
        let link = row.presign(own.clone()).unwrap();
        let mut expected = row.signed.query.clone();
        expected.sort();
        assert_eq!(added(&link.url, &row.request.url), expected, "{case}");
        // The host is the URL's.
        let headers = row.request.headers.iter();
        let headers = headers.filter(|(name, _)| !name.eq_ignore_ascii_case("host"));
        assert_eq!(link.headers.len(), headers.count(), "{case}");
        let mut verifier = Verifier::new(own).unwrap();
        for (name, value) in row.settings::<S>() {
            if is_known(name) {
                verifier = verifier.setting(name, value).unwrap();
            }
        }
        row.verify(&verifier, &link, 0).expect(&case);
        if let Some(valid) = row.valid::<S>() {
            let valid = i64::try_from(valid.as_secs()).unwrap();
            row.verify(&verifier, &link, valid - 1).expect(&case);
            let late = row.verify(&verifier, &link, valid + 2);
            assert!(
                matches!(late, Err(Refusal::Stale { .. })),
                "{case}: {late:?}"
            );
        }
        checked += 1;
    }
    checked
}

#[test]
fn presigned_as_by_sdks() {
    assert_eq!(
        check("aws-sigv4-s3-query", |f| AwsSigv4S3Query::from_lookup(f)),
        20
    );
    assert_eq!(
        check("aws-sigv4-query", |f| AwsSigv4Query::from_lookup(f)),
        23
    );
    assert_eq!(
        check("aws-s3-v2-query", |f| AwsS3V2Query::from_lookup(f)),
        9
    );
    assert_eq!(
        check("aliyun-oss-v1", |f| AliyunOssV1Query::from_lookup(f)),
        4
    );
    assert_eq!(
        check("aliyun-oss-v4", |f| AliyunOssV4Query::from_lookup(f)),
        6
    );
    assert_eq!(check("hawk", |f| HawkBewit::from_lookup(f)), 4);
    let baidu = check("baidu-bce", |f| BaiduBceQuery::from_lookup(f));
    assert_eq!(baidu, 3);
    let sas = check("azure-storage-account-sas", |f| {
        AzureStorageAccountSas::from_lookup(f)
    });
    assert_eq!(sas, 17);
    let volcengine = check("volcengine", |f| VolcengineQuery::from_lookup(f));
    assert_eq!(volcengine, 1);
    // Both ends of the time are sent: who verifies has to know what lies between them.
    let cos = check_knowing_lifetime("tencent-cos", |f| TencentCosQuery::from_lookup(f));
    assert_eq!(cos, 6);
}

/// By the credentials of the scheme that signs in headers.
#[test]
fn presigned_by_the_variant_in_the_query() {
    let baidu = check("baidu-bce", |f| {
        BaiduBceListed::from_lookup(f).map(BaiduBceQueryListed::from)
    });
    assert_eq!(baidu, 1);
    let suite = check("aws-sigv4-suite", |f| {
        AwsSigv4Suite::from_lookup(f).map(AwsSigv4SuiteQuery::from)
    });
    assert_eq!(suite, 15);
    let unsigned = rows("aws-sigv4-suite")
        .into_iter()
        .find(|row| row.params.get("sign_session_token") == Some(&Value::Bool(false)))
        .unwrap();
    let own = AwsSigv4SuiteUnsignedToken::from_lookup(|variable| {
        unsigned.variable::<AwsSigv4SuiteQueryUnsignedToken>(variable)
    });
    let link = unsigned.presign(AwsSigv4SuiteQueryUnsignedToken::from(own.unwrap()));
    let mut expected = unsigned.signed.query.clone();
    expected.sort();
    let url = link.unwrap().url;
    assert_eq!(added(&url, &unsigned.request.url), expected);
}
