//! Methods of HTTP, and what their answers become.

use super::*;

#[signed_api(scheme = "acs")]
trait Answers {
    #[head("/a")]
    async fn size(&self) -> Result<Response<()>>;
    #[options("/a")]
    async fn allowed(&self) -> Result<Response<Option<String>>>;
    #[delete("/a")]
    async fn remove(&self) -> Result<Option<Connection>>;
    #[http("PURGE", "/a")]
    async fn purge(&self) -> Result<Option<()>>;
}

fn answers(memory: &Memory) -> AnswersClient {
    let client = AnswersClient::builder("https://contoso.example", acs());
    client.transport(memory.clone()).build().unwrap()
}

fn without_body(status: u16) -> http::Response<&'static str> {
    let answer = http::Response::builder().status(status);
    answer.header("allow", "GET").body("").unwrap()
}

#[tokio::test]
async fn an_answer_without_a_body_is_none() {
    let memory = Memory::new();
    for status in [200, 204, 204, 204] {
        memory.answer(without_body(status));
    }
    let answers = answers(&memory);
    let size = answers.size().await.unwrap();
    assert_eq!(
        (size.status.as_u16(), &size.headers["allow"]),
        (200, &"GET".parse().unwrap())
    );
    let allowed = answers.allowed().await.unwrap();
    assert_eq!((allowed.status.as_u16(), allowed.value), (204, None));
    assert_eq!(answers.remove().await.unwrap(), None);
    answers.purge().await.unwrap();
    let sent = memory.requests();
    let methods: Vec<_> = sent
        .iter()
        .map(|one| one.http().method().as_str())
        .collect();
    assert_eq!(methods, ["HEAD", "OPTIONS", "DELETE", "PURGE"]);
    // None of these has a body, and none says that it has one.
    assert!(
        sent.iter()
            .all(|one| header(one, "content-length").is_none())
    );
}

#[tokio::test]
async fn an_answer_with_a_body_is_some() {
    let memory = Memory::new();
    memory.answer(json("GET")).answer(json(r#"{"id":"7"}"#));
    memory.answer(json("null")).answer(json("{"));
    let answers = answers(&memory);
    assert_eq!(
        answers.allowed().await.unwrap().value.as_deref(),
        Some("GET")
    );
    let removed = answers.remove().await.unwrap();
    assert_eq!(removed, Some(Connection { id: "7".into() }));
    assert_eq!(answers.remove().await.unwrap(), None);
    let error = answers.remove().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "Answers::remove: unexpected JSON: EOF while parsing an object at line 1 column 1 (200 OK): {"
    );
}

/// Of HTTP/2 hyper says the header's length for that of the body, though it is at its end.
struct Said;

impl http_body::Body for Said {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
        std::task::Poll::Ready(None)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(100 << 20)
    }
}

#[signed_api(scheme = "acs")]
trait Lengths {
    #[head("/recording")]
    async fn head(&self) -> Result<Response<()>>;
    #[head("/recording")]
    async fn streamed(&self) -> Result<Response<Body>>;
    #[get("/recording")]
    async fn get(&self) -> Result<Response<()>>;
}

#[tokio::test]
async fn an_answer_without_a_body_may_say_a_length() {
    let client = |status: u16| {
        let answer = move |_| async move {
            let answer = http::Response::builder().status(status);
            Ok(answer
                .header("content-length", 100 << 20)
                .body(Body::wrap(Said))?)
        };
        let client = LengthsClient::builder("https://contoso.example", acs());
        client.transport(answer).build().unwrap()
    };
    let length = |headers: &http::HeaderMap| headers["content-length"] == "104857600";
    assert!(length(&client(200).head().await.unwrap().headers));
    let streamed = client(200).streamed().await.unwrap();
    assert!(length(&streamed.headers));
    assert_eq!(streamed.value.collect_to(0).await.unwrap(), "");
    assert!(length(&client(204).get().await.unwrap().headers));
    let unchanged = client(304).get().await.unwrap_err();
    assert_eq!(
        (unchanged.kind(), unchanged.cut()),
        (ErrorKind::Refused, None)
    );
}
