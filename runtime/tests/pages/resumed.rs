//! Lists that go on where they stopped.

use futures_util::FutureExt as _;
use signed_api::{Body, BoxError, Outgoing};

use super::{Lists as _, ListsClient, acs, answered, ids, targets};

#[tokio::test]
async fn items_taken_one_by_one_tell_where_a_page_failed() {
    let (lists, memory) = answered(&[r#"{"value":[{"id":1},{"id":2}],"nextLink":"?2"}"#, "{"]);
    let mut list = lists.linked("7");
    assert_eq!(list.next_token(), None);
    list.next().await.unwrap().unwrap();
    assert_eq!(list.next_token(), Some("https://h.example/base/linked/7?2"));
    list.next().await.unwrap().unwrap();
    list.next().await.unwrap().unwrap_err();
    let token = list.next_token().unwrap().to_owned();
    assert_eq!(token, "https://h.example/base/linked/7?2");
    memory.answer(http::Response::new(r#"{"value":[{"id":3}]}"#));
    let mut rest = lists.linked("7").starting_at(token);
    assert_eq!(rest.next().await.unwrap().unwrap().id, 3);
    assert!(rest.next().await.is_none());
    assert_eq!(rest.next_token(), None);
}

#[tokio::test]
async fn a_list_goes_on_where_a_page_failed() {
    let (lists, memory) = answered(&[
        r#"{"value":[{"id":1}],"nextLink":"?2"}"#,
        r#"{"value":[{"id":2}],"nextLink":"?3"}"#,
        "{",
        r#"{"value":[{"id":2}],"nextLink":"?3"}"#,
        r#"{"value":[{"id":3}]}"#,
        r#"{"value":[{"id":3}]}"#,
    ]);
    let mut list = lists.linked("7");
    let first = list.next_page().await.unwrap().unwrap();
    list.next_page().await.unwrap().unwrap();
    assert!(list.next().await.unwrap().is_err());
    assert!(list.next().await.is_none());
    // Back to the second page, which leads to the third as it did before.
    let mut list = list.starting_at(first.next.unwrap());
    assert_eq!(list.next().await.unwrap().unwrap().id, 2);
    assert_eq!(list.next().await.unwrap().unwrap().id, 3);
    assert!(list.next().await.is_none());
    // And of one that has ended.
    assert_eq!(ids(list.starting_at("?3")).await.unwrap(), [3]);
    let queries = targets(&memory);
    let queries: Vec<_> = queries
        .iter()
        .map(|target| target.split_once('?').unwrap().1)
        .collect();
    assert_eq!(queries, ["v=1", "2", "3", "2", "3", "3"]);
}

#[tokio::test]
async fn a_list_leaves_a_page_that_does_not_come() {
    let answer = async |sent: Outgoing| -> Result<http::Response<Body>, BoxError> {
        if sent.http().uri().query() == Some("v=1") {
            std::future::pending::<()>().await;
        }
        Ok(http::Response::new(Body::from(r#"{"value":[{"id":2}]}"#)))
    };
    let lists = ListsClient::builder("https://h.example/base", acs());
    let lists = lists.transport(answer).build().unwrap();
    let mut list = lists.linked("7");
    assert!(list.next().now_or_never().is_none());
    assert_eq!(ids(list.starting_at("?2")).await.unwrap(), [2]);
}
