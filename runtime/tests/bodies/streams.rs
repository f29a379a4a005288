//! Streams as bodies: sent once, where the scheme leaves the body unsigned.

use futures_util::stream;

use super::*;

#[signed_api(scheme = "acs")]
trait Calls {
    #[post("/raw")]
    async fn raw(&self, #[body] body: Body) -> Result<(), Error>;
}

/// `one `, `two `, `three`: 13 bytes.
fn words() -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static {
    stream::iter(["one ", "two ", "three"].map(|word| Ok(word.into())))
}

#[tokio::test]
async fn a_stream_goes_where_the_body_is_not_signed() {
    let server = server();
    bucket(&server)
        .put_unsigned("a", Body::stream(words()))
        .await
        .unwrap();
    bucket(&server)
        .put_unsigned("a", Body::stream_of(13, words()))
        .await
        .unwrap();
    let seen = server.seen();
    assert!(
        seen.iter()
            .all(|seen| seen.verdict.is_ok() && seen.body == "one two three")
    );
    assert_eq!(seen[0].headers.get("content-length"), None);
    assert_eq!(seen[0].headers["transfer-encoding"], "chunked");
    assert_eq!(seen[1].headers["content-length"], "13");
}

#[tokio::test]
async fn a_scheme_that_signs_the_body_refuses_a_stream_before_anything_is_sent() {
    let memory = Memory::new();
    let acs = Acs {
        access_key: "c2VjcmV0".into(),
    };
    let calls = CallsClient::builder("http://h", acs)
        .transport(memory.clone())
        .build()
        .unwrap();
    let error = calls.raw(Body::stream_of(13, words())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(
        error.to_string(),
        "Calls::raw: scheme `acs` signs a hash of the body, and a stream has none before it is \
         sent: use `Body::file` or `Body::bytes`"
    );
    let github = signed_api::Signer::new(GithubWebhook {
        secret: "secret".into(),
    });
    let request = http::Request::post("https://h/")
        .body(Body::stream(words()))
        .unwrap();
    let moment = signed_api::Moment {
        now: std::time::SystemTime::now(),
        nonce: String::new(),
    };
    let error = github
        .sign(signed_api::Unsigned::new(request), &moment)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "scheme `github-webhook` signs the body itself, and a stream is not there before it is \
         sent: use `Body::file` or `Body::bytes`"
    );
    assert!(memory.requests().is_empty());
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let server = server();
    let body = Body::stream(words());
    assert!(!body.is_repeatable());
    bucket(&server)
        .put_unsigned("a", body.clone())
        .await
        .unwrap();
    let error = bucket(&server).put_unsigned("a", body).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("was sent before"), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_stream_that_fails_or_lies_is_the_error_of_the_call() {
    let server = server();
    let broken = stream::iter([Ok(Bytes::from("one ")), Err("the disk is gone")]);
    for (body, why) in [
        (Body::stream(broken), "the disk is gone"),
        (Body::stream_of(12, words()), "more than the 12 bytes"),
        (Body::stream_of(14, words()), "ended after 13 of 14 bytes"),
    ] {
        let error = bucket(&server).put_unsigned("a", body).await.unwrap_err();
        let all = format!("{error:#}");
        assert_eq!(error.kind(), ErrorKind::Body, "{all}");
        assert!(all.contains(why) && !error.is_retryable(), "{all}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_body_is_read_by_hand() {
    let mut body = Body::stream_of(13, words());
    assert_eq!(body.chunk().await.unwrap().unwrap(), "one ");
    assert_eq!(body.len(), Some(9));
    assert_eq!(
        body.clone().chunk().await.unwrap_err().kind(),
        ErrorKind::Body
    );
    assert_eq!(body.collect_to(9).await.unwrap(), "two three");
    assert!(Body::stream(words()).collect_to(12).await.is_err());
    assert!(Body::text("thirteen bytes").collect_to(13).await.is_err());
    let wrapped = Body::wrap(Body::stream_of(13, words()));
    assert_eq!(wrapped.len(), Some(13));
    assert_eq!(wrapped.collect_to(13).await.unwrap(), "one two three");
}
