//! Whether a body has to be read to be verified, and what is asked once though it may take two looks.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt as _, Full, StreamBody};
use signed_api::{
    BoxError, Moment, Scheme, Setting, Signer, Unsigned, Verifier, scheme,
    schemes::{Acs, Oauth1},
    tower::{BytesOr, VerifyLayer},
};
use tower::{Layer as _, ServiceExt as _, service_fn};

use super::{acs, at};

const NOW: u64 = 1_767_323_045;

/// A request signed with settings of its own, whose body has still to come.
fn signed<S: Scheme>(
    scheme: S,
    request: Request<&'static str>,
    settings: &[(&str, Setting)],
) -> Request<Full<Bytes>> {
    let mut unsigned = Unsigned::new(request);
    for (name, value) in settings {
        unsigned.set(*name, value.clone());
    }
    let (now, nonce) = (at(NOW), "n0nce".to_owned());
    let signed = Signer::new(scheme).sign(unsigned, &Moment { now, nonce });
    signed.unwrap().into_bytes().unwrap().map(Full::new)
}

/// Reads the body: its length is the answer, or 507 if it does not come to its end.
async fn reading<B>(request: Request<BytesOr<B>>) -> Result<Response<String>, Infallible>
where
    B: Body<Data = Bytes, Error: Into<BoxError>>,
{
    let read = request.into_body().collect().await;
    let answer = match read {
        Ok(read) => Response::new(read.to_bytes().len().to_string()),
        Err(_) => Response::builder().status(507).body(String::new()).unwrap(),
    };
    Ok(answer)
}

async fn status<S: Scheme, B>(layer: VerifyLayer<S>, request: Request<B>) -> u16
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let service = layer.clock(|| at(NOW)).layer(service_fn(reading));
    service.oneshot(request).await.unwrap().status().as_u16()
}

/// OAuth signs forms alone, and it is the sender who says what is one.
#[tokio::test]
async fn a_body_that_its_sender_left_unsigned_has_a_limit_too() {
    let oauth = Oauth1 {
        consumer_key: "key".into(),
        consumer_secret: "secret".into(),
        token: None,
        token_secret: None,
    };
    let layer = VerifyLayer::new(Verifier::new(oauth.clone()).unwrap()).body_limit(7);
    let request = Request::post("https://h/").header("content-type", "application/json");
    let request = signed(oauth, request.body("").unwrap(), &[]);
    for (text, known, coming) in [("1234567", 200, 200), ("12345678", 413, 507)] {
        let whole = request.clone().map(|_| Full::from(text));
        assert_eq!(status(layer.clone(), whole).await, known);
        let halves = [&text[..4], &text[4..]];
        let halves =
            halves.map(|half| Ok::<_, Infallible>(http_body::Frame::data(half.as_bytes().into())));
        let halves = StreamBody::new(futures_util::stream::iter(halves));
        let streamed = request.clone().map(|_| halves);
        assert_eq!(status(layer.clone(), streamed).await, coming);
    }
}

scheme!(Tried = "tests/tower/tried.toml");

/// One reading of the request signs no body, the other, which is the right one, does.
#[tokio::test]
async fn a_reading_that_signs_the_body_is_tried_with_it() {
    let tried = || Tried {
        secret: "s3cret".into(),
    };
    let layer = VerifyLayer::new(Verifier::new(tried()).unwrap());
    for signs_body in ["no", "yes"] {
        let request = Request::post("https://h/").body("body").unwrap();
        let request = signed(tried(), request, &[("signs_body", signs_body.into())]);
        assert_eq!(status(layer.clone(), request).await, 200, "{signs_body}");
    }
}

/// What is wrong with another key hides from nobody that the right one needs the body.
#[tokio::test]
async fn the_right_key_is_tried_with_the_body() {
    let wrong = || Acs {
        access_key: "not base64".into(),
    };
    for keys in [[acs(), wrong()], [wrong(), acs()]] {
        let layer = VerifyLayer::new(Verifier::any(keys).unwrap());
        let request = Request::post("https://h/").body("body").unwrap();
        assert_eq!(status(layer, signed(acs(), request, &[])).await, 200);
    }
}

#[tokio::test]
async fn a_key_is_looked_up_once_and_the_clock_is_asked_once() {
    let asked = [(); 2].map(|()| Arc::new(AtomicU32::new(0)));
    let [lookups, looks] = asked.clone();
    let verifier = Verifier::lookup(move |_| {
        lookups.fetch_add(1, Ordering::Relaxed);
        Some(acs())
    });
    let layer = VerifyLayer::new(verifier.unwrap()).clock(move || {
        looks.fetch_add(1, Ordering::Relaxed);
        at(NOW)
    });
    let request = Request::post("https://h/").body("body").unwrap();
    let request = signed(acs(), request, &[]);
    let answer = layer.layer(service_fn(reading)).oneshot(request).await;
    assert_eq!(answer.unwrap().status(), 200);
    assert_eq!(asked.map(|count| count.load(Ordering::Relaxed)), [1, 1]);
}
