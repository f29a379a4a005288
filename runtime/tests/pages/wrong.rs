//! Lists that cannot be read, or lead where nothing should go.

use signed_api::{Error, ErrorKind, Pages};

use super::{Item, Lists as _, Question, answered, ids, targets};

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
        "Lists::linked: `value[1]` of page 2 is not what was expected in an answer of 200 OK: {\"value\":[{\"id\":2},{\"id\":\"x\"},{\"id\":4}]}"
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

#[tokio::test]
async fn a_list_that_leads_back_ends() {
    let same = error(&[r#"{"value":[],"nextLink":"?v=1"}"#]).await;
    assert!(
        same.to_string()
            .contains("page 1 leads back to one that came before it")
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
    assert!(text.contains("page 2 leads back"), "{text}");
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
    let (no_header, text) = kind(ids(lists.header().starting_at("a\nb")).await.unwrap_err());
    assert_eq!(no_header, ErrorKind::Request);
    assert!(
        text.contains("cannot stand in the header `x-ms-continuation`"),
        "{text}"
    );
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
