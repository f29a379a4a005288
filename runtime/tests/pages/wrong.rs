//! Lists that cannot be read, or lead where nothing should go.

use std::sync::atomic::{AtomicUsize, Ordering};

use signed_api::{Error, ErrorKind, Options, Pages, signed_api, testing::Memory};

use super::{Item, Lists as _, Question, acs, answered, ids, targets};

/// The error of a list whose pages are these.
async fn error(answers: &[&'static str]) -> Error {
    let (lists, _) = answered(answers);
    let error = ids(lists.linked("7")).await.unwrap_err();
    assert_eq!(error.call(), Some("Lists::linked"));
    assert_eq!(error.kind(), ErrorKind::Decode);
    error
}

#[tokio::test]
async fn an_item_is_named_and_the_list_goes_on_after_it() {
    let pages = [
        r#"{"value":[{"id":1}],"nextLink":"?2"}"#,
        r#"{"value":[{"id":2},{"id":"x"},{"id":4}]}"#,
    ];
    let (lists, _) = answered(&pages);
    let mut list = lists.linked("7");
    let mut ids = Vec::new();
    let mut errors = Vec::new();
    while let Some(item) = list.next().await {
        match item {
            Ok(item) => ids.push(item.id),
            Err(error) => errors.push(error),
        }
    }
    assert_eq!(ids, [1, 2, 4]);
    let [error] = &errors[..] else {
        panic!("{errors:?}")
    };
    assert_eq!(
        error.to_string(),
        "Lists::linked: `value[1]` of page 2 is not what was expected: invalid type: string \"x\", expected u32 \
         at line 1 column 9 (200 OK): {\"value\":[{\"id\":2},{\"id\":\"x\"},{\"id\":4}]}"
    );
    assert!(format!("{error:#}").contains("caused by: invalid type: string \"x\", expected u32"));

    let (lists, _) = answered(&pages);
    let mut list = lists.linked("7");
    list.next_page().await.unwrap().unwrap();
    assert!(list.next_page().await.unwrap().is_err());
    assert!(list.next_page().await.is_none());
}

#[tokio::test]
async fn a_page_that_is_none_says_what_it_lacks() {
    for (page, message) in [
        (
            r#"{"values":[]}"#,
            "page 1 has no `value`, where its items should be",
        ),
        ("[]", "page 1 has no `value`, where its items should be"),
        (
            r#"{"value":{}}"#,
            "`value` of page 1 is not a list of items",
        ),
        (r#"{"value":[]"#, "page 1 is not JSON"),
        ("", "page 1 is not JSON"),
        (
            r#"{"value":[],"nextLink":{}}"#,
            "`nextLink` of page 1 is not a text, and should be a link",
        ),
        (
            r#"{"value":[],"nextLink":7}"#,
            "`nextLink` of page 1 is not a text, and should be a link",
        ),
    ] {
        let text = error(&[page]).await.to_string();
        assert!(text.contains(message), "{text}");
    }
    let (lists, _) = answered(&[r#"{"result":{"items":[],"next":[1]}}"#]);
    let text = ids(lists.query(None, 1)).await.unwrap_err().to_string();
    assert!(
        text.contains("`result.next` of page 1 is neither a text nor a number"),
        "{text}"
    );
    let (lists, _) = answered(&["{}"]);
    let text = ids(lists.link_header()).await.unwrap_err().to_string();
    assert!(
        text.contains("page 1 itself is not a list of items"),
        "{text}"
    );
}

#[tokio::test]
async fn nothing_signed_goes_to_another_host() {
    for link in [
        "https://other.example/base/linked/7",
        "http://h.example/base/linked/7",
        "https://h.example:8443/",
        "//other.example/",
        "https://h.example@other.example/",
    ] {
        let page = format!(r#"{{"value":[{{"id":1}}],"nextLink":"{link}"}}"#);
        let (lists, memory) = answered(&[]);
        memory.answer(http::Response::new(page));
        let error = ids(lists.linked("7")).await.unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("`nextLink` of page 1 leads to another origin than `https://h.example`"),
            "{text}"
        );
        assert_eq!(targets(&memory).len(), 1);

        let (lists, memory) = answered(&[]);
        let error = ids(lists.linked("7").starting_at(link)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(targets(&memory).is_empty());
    }
}

/// The items up to the end or the first error, and that.
async fn until(mut pages: Pages<Item>) -> (Vec<u32>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(item) = pages.next().await {
        match item {
            Ok(item) => ids.push(item.id),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

#[tokio::test]
async fn what_is_wrong_with_the_next_page_comes_after_the_items() {
    for (next, message) in [
        ("\"?v=1\"", "page 1 leads to itself"),
        (
            "\"https://other.example/\"",
            "`nextLink` of page 1 leads to another origin",
        ),
        ("7", "`nextLink` of page 1 is not a text"),
        (
            "\"?filter=a b\"",
            "`nextLink` of page 1 holds ' ' at byte 9, which a link holds only as `%20`",
        ),
        (
            "\"?name=\u{e9}\"",
            "`nextLink` of page 1 holds '\u{e9}' at byte 6, which a link holds only as `%C3%A9`",
        ),
    ] {
        let page = format!(r#"{{"value":[{{"id":1}},{{"id":2}}],"nextLink":{next}}}"#);
        let (lists, memory) = answered(&[]);
        memory.answer(http::Response::new(page.clone()));
        memory.answer(http::Response::new(page));
        let (ids, error) = until(lists.linked("7")).await;
        assert_eq!(ids, [1, 2], "{next}");
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(message), "{error}");

        let mut pages = lists.linked("7");
        let page = pages.next_page().await.unwrap().unwrap();
        assert_eq!(page.items.len(), 2);
        assert!(pages.next_page().await.unwrap().is_err());
        assert!(pages.next_page().await.is_none());
        assert_eq!(targets(&memory).len(), 2);
    }
}

/// As `GetLogEvents` of AWS: "If you have reached the end of the stream, it returns
/// the same token you passed in."
#[tokio::test]
async fn the_same_token_ends_a_list_that_says_so() {
    let question = Question {
        table: "log",
        start: None,
    };
    let (lists, memory) = answered(&[
        r#"{"events":[{"id":1}],"nextForwardToken":"f/1"}"#,
        r#"{"events":[{"id":2}],"nextForwardToken":"f/2"}"#,
        r#"{"events":[{"id":3}],"nextForwardToken":"f/2"}"#,
    ]);
    let mut log = lists.log(&question);
    let mut tokens = Vec::new();
    let mut seen = Vec::new();
    while let Some(page) = log.next_page().await {
        let page = page.unwrap();
        assert_eq!(page.next.as_deref(), log.next_token());
        tokens.extend(page.next);
        seen.extend(page.items.into_iter().map(|item| item.id));
    }
    assert_eq!(seen, [1, 2, 3]);
    assert_eq!(tokens, [r#""f/1""#, r#""f/2""#]);
    assert_eq!(memory.requests().len(), 3);

    // A longer circle is none of it.
    let (lists, _) = answered(&[
        r#"{"events":[{"id":1}],"nextForwardToken":"a"}"#,
        r#"{"events":[{"id":2}],"nextForwardToken":"b"}"#,
        r#"{"events":[{"id":3}],"nextForwardToken":"a"}"#,
        r#"{"events":[{"id":4}],"nextForwardToken":"b"}"#,
    ]);
    let (ids, error) = until(lists.log(&question)).await;
    assert!(ids.len() >= 3, "{ids:?}");
    let text = error.unwrap().to_string();
    assert!(text.contains("the list would never end"), "{text}");
}

#[tokio::test]
async fn a_list_that_leads_back_ends() {
    let same = error(&[r#"{"value":[],"nextLink":"?v=1"}"#]).await;
    assert_eq!(
        same.to_string(),
        "Lists::linked: page 1 leads to itself; if the last page does so here, its method says \
         `stop_on_same_token` (200 OK): {\"value\":[],\"nextLink\":\"?v=1\"}"
    );
    let pages = [
        r#"{"value":[],"nextLink":"?2"}"#,
        r#"{"value":[],"nextLink":"?3"}"#,
        r#"{"value":[],"nextLink":"?2"}"#,
        r#"{"value":[],"nextLink":"?3"}"#,
        r#"{"value":[],"nextLink":"?2"}"#,
    ];
    let text = error(&pages).await.to_string();
    assert!(text.contains("the list would never end"), "{text}");
    let (lists, _) = answered(&[r#"{"result":{"items":[],"next":"a"}}"#; 2]);
    let text = ids(lists.query(None, 1)).await.unwrap_err().to_string();
    assert!(text.contains("page 2 leads to itself"), "{text}");
}

#[tokio::test]
async fn a_list_ends_with_an_error_of_a_page() {
    let (lists, memory) = answered(&["{"]);
    memory.answer(http::Response::new(r#"{"value":[{"id":1}]}"#));
    let mut list = lists.linked("7");
    assert!(list.next().await.unwrap().is_err());
    assert!(list.next().await.is_none());
    let mut list = lists.linked("");
    let error = list.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(list.next().await.is_none());
}

#[tokio::test]
async fn an_item_is_read_when_it_is_taken() {
    const WRONG: usize = 100_000;
    static READ: AtomicUsize = AtomicUsize::new(0);

    #[derive(Debug)]
    struct Counted;

    impl<'de> serde::Deserialize<'de> for Counted {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            READ.fetch_add(1, Ordering::Relaxed);
            u32::deserialize(from).map(|_| Self)
        }
    }

    #[signed_api(scheme = "acs")]
    trait Many {
        #[get("/many", items = "value", next = "nextLink")]
        fn many(&self) -> Pages<Counted>;
    }

    let memory = Memory::new();
    let page = format!("{{\"value\":[{}0]}}", "{},".repeat(WRONG));
    memory.answer(http::Response::new(page.clone()));
    memory.answer(http::Response::new(page));
    let many = ManyClient::builder("https://h.example", acs());
    let many = many.transport(memory).build().unwrap();

    let mut items = many.many();
    assert!(items.next().await.unwrap().is_err());
    assert_eq!(READ.load(Ordering::Relaxed), 1);
    let (mut wrong, mut end) = (1, None);
    while let Some(read) = items.next().await {
        wrong += usize::from(read.is_err());
        end = Some(read);
    }
    assert_eq!(wrong, WRONG);
    assert!(end.unwrap().is_ok());
    assert_eq!(READ.swap(0, Ordering::Relaxed), WRONG + 1);

    // A page as a whole is one error, and is read no further.
    assert!(many.many().next_page().await.unwrap().is_err());
    assert_eq!(READ.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn each_page_has_a_key_of_its_own() {
    #[signed_api(scheme = "acs", idempotency = "x-key")]
    trait Searches {
        #[post("/s", items = "value", next = "next", into = query("after"))]
        fn search(&self, #[header("x-key")] key: Option<&str>) -> Pages<Item>;
    }

    let memory = Memory::new();
    memory.answer(http::Response::new(r#"{"value":[{"id":1}],"next":"a"}"#));
    memory.answer(http::Response::new(r#"{"value":[{"id":2}]}"#));
    let searches = SearchesClient::builder("https://h.example", acs());
    let searches = searches.transport(memory.clone()).build().unwrap();
    let keyed = searches.with(Options::new().idempotency_key("k"));
    for refused in [keyed.search(None), searches.search(Some("k"))] {
        let error = ids(refused).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(error.call(), Some("Searches::search"));
        let text = error.to_string();
        assert!(
            text.contains("would be that of all: leave it out"),
            "{text}"
        );
    }
    assert!(memory.requests().is_empty());
    assert_eq!(ids(searches.search(None)).await.unwrap(), [1, 2]);
    let sent = memory.requests();
    assert_ne!(
        sent[0].http().headers()["x-key"],
        sent[1].http().headers()["x-key"]
    );
}

#[tokio::test]
async fn a_token_that_fits_nowhere() {
    let question = Question {
        table: "calls",
        start: None,
    };
    let (lists, memory) = answered(&[]);
    let kind = |error: Error| (error.kind(), error.to_string());
    let (no_json, text) = kind(
        ids(lists.body(&question).starting_at("a b"))
            .await
            .unwrap_err(),
    );
    assert_eq!(no_json, ErrorKind::Request);
    assert!(text.contains("the token is to stand in JSON"), "{text}");
    for token in ["a\nb", "é"] {
        let (no_header, text) = kind(ids(lists.header().starting_at(token)).await.unwrap_err());
        assert_eq!(no_header, ErrorKind::Request);
        assert!(
            text.contains("cannot stand in the header `x-ms-continuation`"),
            "{text}"
        );
    }
    assert!(memory.requests().is_empty());
}

#[test]
fn nothing_of_a_list_is_shown() {
    let (lists, _) = answered(&[]);
    let pages: Pages<Item> = lists.linked("7").starting_at("?token=s3cret");
    assert_eq!(
        format!("{pages:?}"),
        "Pages { items: 0, more: Some(\"Lists::linked\"), .. }"
    );
}
