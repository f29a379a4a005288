//! One case: signed forwards and compared, then verified backwards.

use std::fmt::Write as _;

use http::{HeaderName, HeaderValue, header};
use signed_api_reader::Scheme;
use signed_api_reader::{HttpText, difference};
use signed_api_specs::data::SchemeData;
use signed_api_specs::{
    Input, Reading, Refusal, Signing, SigningKey, Timestamp, Verification, Verified,
};

use super::row::{Expect, Mode, Param, Row, decode};

/// Replays a case.
pub(crate) fn replay(scheme: &Scheme, row: &Row) -> Result<(), String> {
    let data = scheme.data();
    let mut request = row.request()?;
    if row.mode == Mode::Verify {
        return incoming(&data, row, &request);
    }
    // As a signer does it: a body that the scheme makes out of nothing says what it is.
    if let Some(kind) = data.made_kind(&request.body) {
        let kind = HeaderValue::from_static(kind);
        request.headers.entry(header::CONTENT_TYPE).or_insert(kind);
    }
    let signing = sign(&data, row, &request, row.now)?;
    compare(&data, row, &request, &signing)?;
    let Ok(reading) = Reading::new(&data) else {
        return Ok(());
    };
    match verify(&data, &reading, row, &request) {
        Ok(_) => Ok(()),
        Err(Refusal::Stale { .. } | Refusal::Ahead { .. })
            if brings_its_time(&data, row, &request, &signing) =>
        {
            Ok(())
        }
        Err(refusal) => Err(format!(
            "  signed as expected, and refused when verified: {refusal}"
        )),
    }
}

/// Whether the request brings a time of its own, which may be any: whenever it is signed, the same
/// comes out.
fn brings_its_time(
    data: &SchemeData<'_>,
    row: &Row,
    request: &HttpText,
    signing: &Signing,
) -> bool {
    let again = sign(data, row, request, Timestamp::UNIX_EPOCH);
    again.is_ok_and(|again| again.string_to_sign.expose() == signing.string_to_sign.expose())
}

fn sign(
    data: &SchemeData<'_>,
    row: &Row,
    request: &HttpText,
    now: Timestamp,
) -> Result<Signing, String> {
    let values = row.values();
    let nonce = row.nonce.as_deref().unwrap_or_default();
    let signing = request.view().and_then(|view| {
        SigningKey::new(data).sign(Input {
            request: view,
            values: &values,
            now,
            nonce,
        })
    });
    signing.map_err(|error| format!("  {error}"))
}

/// An incoming request: the verdict, and, where it is to be accepted, what the verifier signed.
///
/// The sender told the time, in as many digits as it liked. So it is signed as received.
fn incoming(data: &SchemeData<'_>, row: &Row, request: &HttpText) -> Result<(), String> {
    let reading = Reading::new(data).map_err(|reason| format!("  cannot verify: {reason}"))?;
    match (verify(data, &reading, row, request), row.expect) {
        (Ok(verified), None) => compare(data, row, request, &verified.signing),
        (Ok(_), Some(Expect::Accept)) | (Err(_), Some(Expect::Reject)) => Ok(()),
        (Ok(_), Some(Expect::Reject)) => Err("  accepted, and should be rejected".to_owned()),
        (Err(refusal), _) => Err(format!("  refused: {refusal}")),
    }
}

/// Verifies the request with everything that signing adds.
fn verify(
    data: &SchemeData<'_>,
    reading: &Reading,
    row: &Row,
    request: &HttpText,
) -> Result<Verified, Refusal> {
    let signed = signed_request(row, request).ok_or(Refusal::Form {
        what: "vector".to_owned(),
    })?;
    let mut view = signed.view()?;
    // On the wire a request line holds no host: the `Host` header alone says it.
    if let Some(host) = signed
        .headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
    {
        view.authority = host.trim();
    }
    let values = row.values();
    let mut limits = data.verify;
    let seconds = |name| match row.params.get(name) {
        Some(Param::Number(number)) => number
            .as_u64()
            .and_then(|seconds| u32::try_from(seconds).ok()),
        _ => None,
    };
    let tolerance = seconds("tolerance");
    // A file that has one number for both means both by it.
    let both = tolerance.filter(|_| limits.future == limits.tolerance);
    limits.future = seconds("future").or(both).or(limits.future);
    limits.tolerance = tolerance.or(limits.tolerance);
    let received = reading.read(data, view)?;
    let verification = Verification {
        request: view,
        values: &values,
        now: row.now,
        limits,
        required: &[],
    };
    reading.verify(&SigningKey::new(data), received, verification)
}

fn signed_request(row: &Row, request: &HttpText) -> Option<HttpText> {
    let mut signed = request.clone();
    for (name, value) in &row.signed.headers {
        let value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
        signed
            .headers
            .insert(HeaderName::from_bytes(name.as_bytes()).ok()?, value);
    }
    let mut url = signed.uri.to_string();
    for (name, value) in &row.signed.query {
        let mark = match url.split_once('?') {
            None => "?",
            Some((_, "")) => "", // a bare `?`
            Some(_) => "&",
        };
        let _ = write!(url, "{mark}{}={}", encoded(name), encoded(value));
    }
    signed.uri = url.parse().ok()?;
    if row.signed.body_base64.is_some() {
        signed.body = decode(row.signed.body_base64.as_deref())?;
    }
    Some(signed)
}

fn encoded(text: &str) -> impl std::fmt::Display {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
}

/// Everything that was signed and set, against what the vector says.
fn compare(
    data: &SchemeData<'_>,
    row: &Row,
    request: &HttpText,
    signing: &Signing,
) -> Result<(), String> {
    let mut report = String::new();
    string_to_sign(row, signing, &mut report);
    headers(data, row, request, signing, &mut report);
    query(row, request, signing, &mut report);
    body(row, signing, &mut report);
    if report.is_empty() {
        Ok(())
    } else {
        Err(report.trim_end().to_owned())
    }
}

fn string_to_sign(row: &Row, signing: &Signing, report: &mut String) {
    let Some(expected) = row.string_to_sign() else {
        return;
    };
    if expected == signing.string_to_sign.expose() {
        return;
    }
    if signing.string_to_sign.holds_secret() {
        report.push_str("  the string to sign differs; it holds a secret, so it is not shown\n");
        return;
    }
    let expected = String::from_utf8_lossy(&expected);
    let found = String::from_utf8_lossy(signing.string_to_sign.expose()).into_owned();
    if let Some(lines) = difference(&expected, &found) {
        let _ = writeln!(report, "  string to sign:\n{}", indented(&lines));
    }
}

fn headers(
    data: &SchemeData<'_>,
    row: &Row,
    request: &HttpText,
    signing: &Signing,
    report: &mut String,
) {
    let mut set: Vec<(String, String)> = Vec::new();
    for header in signing.headers(data) {
        match header {
            Ok((Some(entry), value)) => set.push((
                data.text(data.entries[entry].name).to_ascii_lowercase(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )),
            Ok((None, _)) => {}
            Err(error) => {
                let _ = writeln!(report, "  {error}");
            }
        }
    }
    for (name, expected) in &row.signed.headers {
        let host = if name == "host" {
            request.view().and_then(|view| view.host()).ok()
        } else {
            None
        };
        let found = match &host {
            Some(host) => Some(host.as_ref()),
            None => set
                .iter()
                .find(|(other, _)| other == name)
                .map(|(_, value)| value.as_str()),
        };
        one("header", name, Some(expected), found, report);
    }
    for (name, value) in &set {
        let brought = request
            .headers
            .get(name)
            .is_some_and(|own| own.as_bytes() == value.as_bytes());
        if !brought
            && !row
                .signed
                .headers
                .iter()
                .any(|(expected, _)| expected == name)
        {
            one("header", name, None, Some(value), report);
        }
    }
}

/// The body, if the vector or the scheme changes it.
fn body(row: &Row, signing: &Signing, report: &mut String) {
    let expected = decode(row.signed.body_base64.as_deref());
    let expected = expected.filter(|_| row.signed.body_base64.is_some());
    let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
    match (expected, &signing.body) {
        (None, None) => {}
        (Some(expected), Some(found)) if expected == *found => {}
        (Some(expected), found) => {
            let found = found.as_deref().map(text).unwrap_or_default();
            let lines = difference(&text(&expected), &found).unwrap_or_default();
            let _ = writeln!(report, "  the body differs:\n{}", indented(&lines));
        }
        (None, Some(found)) => {
            let found = text(found);
            let _ = writeln!(
                report,
                "  the body is changed, and the vector\'s is not: {found}"
            );
        }
    }
}

fn query(row: &Row, request: &HttpText, signing: &Signing, report: &mut String) {
    let before = request
        .uri
        .query()
        .filter(|query| !query.is_empty()) // a bare `?` gives way to what is added
        .map_or(0, |query| query.split('&').count());
    let target = signing.target().unwrap_or_default();
    let added = target.split_once('?').map_or(Vec::new(), |(_, query)| {
        query.split('&').skip(before).collect()
    });
    let decode = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8_lossy()
            .into_owned()
    };
    let added: Vec<(String, String)> = added
        .iter()
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    for (name, expected) in &row.signed.query {
        let found = added
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str());
        one("query pair", name, Some(expected), found, report);
    }
    for (name, value) in &added {
        if !row
            .signed
            .query
            .iter()
            .any(|(expected, _)| expected == name)
        {
            one("query pair", name, None, Some(value), report);
        }
    }
}

fn one(what: &str, name: &str, expected: Option<&str>, found: Option<&str>, report: &mut String) {
    let said = match (expected, found) {
        (Some(_), None) => "is not set".to_owned(),
        (None, _) => "is set, and the vector has none".to_owned(),
        (Some(expected), Some(found)) => match difference(expected, found) {
            None => return,
            Some(lines) => format!("differs:\n{}", indented(&lines)),
        },
    };
    let _ = writeln!(report, "  {what} `{name}` {said}");
}

fn indented(lines: &str) -> String {
    let lines: Vec<String> = lines.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}
