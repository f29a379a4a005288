//! AWS Signature Version 4, side by side with other crates that sign by it.

use std::{
    future::Future,
    pin::pin,
    task::{Context as Waking, Poll, Waker},
};

use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningParams, SigningSettings, sign},
    sign::v4,
};
use http::{HeaderMap, HeaderValue, Request};
use jiff::Timestamp;
use reqsign_aws_v4::{Credential, RequestSigner};
use reqsign_core::{Context, SignRequest as _, hash::hex_sha256};
use signed_api::{Body, Moment, Signer, Unsigned, schemes::AwsSigv4};

use crate::{
    case::{Case, moment, ours_beside_the_floor, ready},
    measure::Contender,
};

const URL: &str = "https://dynamodb.eu-central-1.amazonaws.com/v1/items?limit=100&start=a%20b%2Fc";
const SIZE: usize = 200;
const KEY_ID: &str = "AKIDMADEUPEXAMPLE001";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYMADEUPKEY01";
const REGION: &str = "eu-central-1";
const SERVICE: &str = "dynamodb";
const SETTINGS: &[(&str, &str)] = &[("service", SERVICE)];

pub(crate) fn case() -> Case {
    let ready = ready(URL, SIZE);
    assert_same(&ready);
    let mut contenders = ours_beside_the_floor(scheme(), ready.clone(), SETTINGS);
    contenders.push(("aws-sigv4", Contender::new(ready.clone(), by_aws())));
    contenders.push(("reqsign-aws-v4", Contender::new(ready, by_reqsign())));
    Case {
        title: format!("aws-sigv4, {SIZE} bytes, two query parameters"),
        contenders,
    }
}

fn scheme() -> AwsSigv4 {
    AwsSigv4 {
        access_key_id: KEY_ID.into(),
        secret_access_key: SECRET.into(),
        session_token: None,
        region: REGION.into(),
    }
}

fn by_aws() -> impl Fn(Request<Body>) -> Request<Body> {
    // It is lent to the parameters, which are kept.
    let identity = Box::leak(Box::new(
        Credentials::from_keys(KEY_ID, SECRET, None).into(),
    ));
    let parameters = v4::SigningParams::builder()
        .identity(identity)
        .region(REGION)
        .name(SERVICE)
        .time(moment().now)
        .settings(SigningSettings::default())
        .build();
    let parameters = SigningParams::from(parameters.expect("parameters"));
    move |mut request| {
        let headers = request
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().expect("text")));
        let body = SignableBody::Bytes(request.body().as_bytes().expect("bytes in memory"));
        let signable = SignableRequest::new(request.method().as_str(), URL, headers, body);
        let signed = sign(signable.expect("a request"), &parameters).expect("signed");
        signed.into_parts().0.apply_to_request_http1x(&mut request);
        request
    }
}

fn by_reqsign() -> impl Fn(Request<Body>) -> Request<Body> {
    let signer = RequestSigner::new(SERVICE, REGION);
    let context = Context::new();
    let credential = Credential {
        access_key_id: KEY_ID.into(),
        secret_access_key: SECRET.into(),
        ..Credential::default()
    };
    move |request| {
        let (mut parts, body) = request.into_parts();
        let hash = hex_sha256(body.as_bytes().expect("bytes in memory"));
        let hash = HeaderValue::try_from(hash).expect("a header value");
        parts.headers.insert("x-amz-content-sha256", hash);
        let done = signer.sign_request(&context, &mut parts, Some(&credential), None);
        at_once(done).expect("signed");
        Request::from_parts(parts, body)
    }
}

/// The result of a future that waits for nothing.
fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Waking::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("signing waits for nothing"),
    }
}

/// All three make the same of a request.
fn assert_same(ready: &impl Fn() -> Request<Body>) {
    let ours = |request, moment: &Moment| {
        let mut unsigned = Unsigned::new(request);
        unsigned.set("service", SERVICE);
        let signed = Signer::new(scheme()).sign(unsigned, moment);
        authorization(signed.expect("signed").http().headers())
    };
    let theirs = by_aws()(ready());
    assert_eq!(ours(ready(), &moment()), authorization(theirs.headers()));

    let theirs = by_reqsign()(ready());
    let header = |name: &str| theirs.headers()[name].to_str().expect("text");
    let now: Timestamp = header("x-amz-date").parse().expect("a time");
    let moment = Moment {
        now: now.into(),
        nonce: String::new(),
    };
    let mut request = ready();
    let hash = theirs.headers()["x-amz-content-sha256"].clone();
    request.headers_mut().insert("x-amz-content-sha256", hash);
    assert_eq!(ours(request, &moment), authorization(theirs.headers()));
}

fn authorization(headers: &HeaderMap) -> HeaderValue {
    headers["authorization"].clone()
}
