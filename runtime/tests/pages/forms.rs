//! Where items are, and how the next page is asked for.

use bytes::Bytes;
use signed_api::{Body, Pages, testing::Memory};

use super::{Lists as _, Question, answered, client, ids, targets};

/// The bodies of what was sent.
fn bodies(memory: &Memory) -> Vec<String> {
    let sent = memory.requests();
    let text = |sent: &Body| String::from_utf8(sent.as_bytes().unwrap().to_vec()).unwrap();
    sent.iter().map(|sent| text(sent.http().body())).collect()
}

fn with_header(name: &str, value: &str, body: &'static str) -> http::Response<&'static str> {
    http::Response::builder()
        .header(name, value)
        .body(body)
        .unwrap()
}

#[tokio::test]
async fn a_link_in_the_body_absolute_or_relative() {
    let (lists, memory) = answered(&[
        r#"{"value":[{"id":1}],"nextLink":"https://H.example:443/base/linked/7?a=%2f+'&b"}"#,
        r#"{"nextLink":"more?c","value":null}"#,
        r#"{"value":[{"id":2}],"nextLink":"/elsewhere"}"#,
        r#"{"value":[],"nextLink":"?d"}"#,
        r#"{"value":[{"id":3}],"nextLink":""}"#,
    ]);
    assert_eq!(ids(lists.linked("a/b")).await.unwrap(), [1, 2, 3]);
    assert_eq!(
        targets(&memory),
        [
            "/base/linked/a%2Fb?v=1",
            "/base/linked/7?a=%2f+'&b",
            "/base/linked/more?c",
            "/elsewhere",
            "/elsewhere?d"
        ]
    );
    for sent in memory.requests() {
        let text = sent.string_to_sign().unwrap().to_string();
        let target = sent
            .http()
            .uri()
            .path_and_query()
            .unwrap()
            .as_str()
            .to_owned();
        assert_eq!(text.lines().nth(1), Some(target.as_str()));
        assert_eq!(sent.http().uri().host(), Some("h.example"));
    }
}

#[tokio::test]
async fn members_whose_names_hold_dots() {
    let (lists, memory) = answered(&[
        r#"{"a.b":{"c":[{"id":1}]},"@odata.nextLink":"/base/named?2"}"#,
        r#"{"a.b":{"c":[{"id":2}]}}"#,
    ]);
    assert_eq!(ids(lists.named()).await.unwrap(), [1, 2]);
    assert_eq!(targets(&memory)[1], "/base/named?2");
}

#[tokio::test]
async fn a_link_in_a_header() {
    let (lists, memory) = answered(&[]);
    memory.answer(with_header(
        "link",
        r#"</a>; rel="prev", </b?p=2>; rel="next""#,
        r#"[{"id":1}]"#,
    ));
    memory.answer(with_header("link", r#"</a>; rel="first""#, r#"[{"id":2}]"#));
    assert_eq!(ids(lists.link_header()).await.unwrap(), [1, 2]);
    assert_eq!(targets(&memory)[1], "/b?p=2");

    let (lists, memory) = answered(&[]);
    memory.answer(with_header("X-Next", "?p=2", r#"[{"id":1}]"#));
    memory.answer(http::Response::new("[]"));
    assert_eq!(ids(lists.own_header()).await.unwrap(), [1]);
    assert_eq!(targets(&memory)[1], "/base/own-header?p=2");
}

#[tokio::test]
async fn a_token_in_the_query_in_place_of_the_one_before() {
    let (lists, memory) = answered(&[
        r#"{"result":{"items":[{"id":1}],"next":"a=b&c"}}"#,
        r#"{"result":{"items":[{"id":2}],"next":17}}"#,
        r#"{"result":{"items":[{"id":3}],"next":null}}"#,
    ]);
    assert_eq!(ids(lists.query(Some("0"), 2)).await.unwrap(), [1, 2, 3]);
    assert_eq!(
        targets(&memory),
        [
            "/base/query?v=1&$skip=0&top=2",
            "/base/query?v=1&top=2&$skip=a%3Db%26c",
            "/base/query?v=1&top=2&$skip=17"
        ]
    );
}

#[tokio::test]
async fn a_token_in_a_header() {
    let (lists, memory) = answered(&[]);
    let token = r#"[{"token":"+RID:~abc==#RT:1"}]"#;
    memory.answer(with_header(
        "x-ms-continuation",
        token,
        r#"{"Documents":[{"id":1}]}"#,
    ));
    memory.answer(http::Response::new(r#"{"Documents":[{"id":2}]}"#));
    assert_eq!(ids(lists.header()).await.unwrap(), [1, 2]);
    let sent = memory.requests();
    let headers = |at: usize| sent[at].http().headers();
    assert!(!headers(0).contains_key("x-ms-continuation"));
    assert_eq!(headers(1)["x-ms-continuation"], token);
    assert_eq!(targets(&memory)[0], targets(&memory)[1]);
}

#[tokio::test]
async fn a_token_in_the_body_that_may_be_any_json() {
    let (lists, memory) = answered(&[
        r#"{"Items":[{"id":1}],"LastEvaluatedKey":{"Id":{"N":"12345678901234567890"}}}"#,
        r#"{"Items":[{"id":2}],"LastEvaluatedKey":"é\""}"#,
        r#"{"Items":[{"id":3}],"LastEvaluatedKey":""}"#,
    ]);
    let question = Question {
        table: "calls",
        start: Some("first"),
    };
    assert_eq!(ids(lists.body(&question)).await.unwrap(), [1, 2, 3]);
    assert_eq!(
        bodies(&memory),
        [
            r#"{"TableName":"calls","ExclusiveStartKey":"first"}"#,
            r#"{"ExclusiveStartKey":{"Id":{"N":"12345678901234567890"}},"TableName":"calls"}"#,
            r#"{"ExclusiveStartKey":"é\"","TableName":"calls"}"#,
        ]
    );
    for sent in memory.requests() {
        let length = &sent.http().headers()["content-length"];
        let body = sent.http().body();
        assert_eq!(length.to_str().unwrap().parse().ok(), body.len());
    }
}

#[tokio::test]
async fn a_token_in_a_form() {
    let (lists, memory) = answered(&[
        r#"{"items":[{"id":1}],"next":"a b&"}"#,
        r#"{"items":[{"id":2}],"next":"c"}"#,
        r#"{"items":[]}"#,
    ]);
    assert_eq!(ids(lists.form("list")).await.unwrap(), [1, 2]);
    assert_eq!(
        bodies(&memory),
        [
            "action=list",
            "action=list&page+token=a+b%26",
            "action=list&page+token=c"
        ]
    );
}

#[tokio::test]
async fn a_page_of_ones_own() {
    let (lists, memory) = answered(&["a\nb\n7", "c\n"]);
    let mut lines: Pages<String> = lists.lines();
    let mut all = Vec::new();
    while let Some(line) = lines.next().await {
        all.push(line.unwrap());
    }
    assert_eq!(all, ["a", "b", "c"]);
    assert_eq!(
        targets(&memory),
        ["/base/lines?v=1", "/base/lines?v=1&after=7"]
    );
    assert_eq!(
        memory.requests()[0].http().headers()["accept"],
        "text/plain"
    );

    let (lists, memory) = answered(&["a\n?more", "b\n"]);
    let mut lines = lists.linked_lines();
    assert_eq!(lines.next().await.unwrap().unwrap(), "a");
    assert_eq!(lines.next().await.unwrap().unwrap(), "b");
    assert_eq!(targets(&memory)[1], "/base/linked-lines?more");
}

#[tokio::test]
async fn an_answer_without_content_is_a_page_without_items() {
    let (lists, memory) = answered(&[]);
    let empty = http::Response::builder()
        .status(204)
        .header("link", "</b>; rel=next");
    memory.answer(empty.body(Bytes::new()).unwrap());
    memory.answer(http::Response::new(r#"[{"id":1}]"#));
    assert_eq!(ids(lists.link_header()).await.unwrap(), [1]);
}

#[tokio::test]
async fn whole_pages_and_going_on_later() {
    let answers = [
        r#"{"value":[{"id":1},{"id":2}],"nextLink":"?p=2","total":3}"#,
        r#"{"value":[{"id":3}]}"#,
    ];
    let (lists, memory) = answered(&answers);
    let mut pages = lists.linked("7");
    assert_eq!(pages.next().await.unwrap().unwrap().id, 1);
    let rest = pages.next_page().await.unwrap().unwrap();
    assert_eq!(rest.items.len(), 1);
    assert_eq!(
        rest.next.as_deref(),
        Some("https://h.example/base/linked/7?p=2")
    );
    let body: serde_json::Value = serde_json::from_slice(&rest.answer.value).unwrap();
    assert_eq!(
        (rest.answer.status.as_u16(), &body["total"]),
        (200, &3.into())
    );
    let last = pages.next_page().await.unwrap().unwrap();
    assert_eq!((last.items.len(), last.next), (1, None));
    assert!(pages.next_page().await.is_none() && pages.next().await.is_none());

    memory.answer(http::Response::new(answers[1]));
    let later = client(&memory).linked("7").starting_at(rest.next.unwrap());
    assert_eq!(ids(later).await.unwrap(), [3]);
    assert_eq!(targets(&memory)[2], "/base/linked/7?p=2");
}

#[tokio::test]
async fn a_call_that_is_not_signed_lists_too() {
    let (lists, memory) = answered(&[r#"{"value":[{"id":1}],"nextLink":"?2"}"#, r#"{"value":[]}"#]);
    assert_eq!(ids(lists.open()).await.unwrap(), [1]);
    assert!(
        memory
            .requests()
            .iter()
            .all(|sent| sent.string_to_sign().is_none())
    );
}

#[tokio::test]
async fn every_page_is_changed_before_it_is_signed() {
    let memory = Memory::new();
    memory.answer(http::Response::new(r#"{"value":[],"nextLink":"?2"}"#));
    memory.answer(http::Response::new(r#"{"value":[]}"#));
    let count = std::sync::atomic::AtomicU32::new(0);
    let builder = super::ListsClient::builder("https://h.example", super::acs());
    let lists = builder
        .transport(memory.clone())
        .before_signing(move |request| {
            let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            request.headers_mut().insert("x-number", number.into());
        });
    ids(lists.build().unwrap().linked("7")).await.unwrap();
    let sent = memory.requests();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].http().headers()["x-number"], "0");
    assert_eq!(sent[1].http().headers()["x-number"], "1");
}
