//! ACS's participants and Sinch's calls, each page verified by the server.

use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use serde::Deserialize;
use signed_api::{
    Error, Options, Pages,
    schemes::SinchApplication,
    signed_api,
    testing::{Seen, Server},
};

use super::acs;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Participant {
    identifier: Identifier,
    is_muted: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identifier {
    raw_id: String,
}

#[signed_api(scheme = "acs", query = "api-version=2026-03-12")]
trait CallAutomation {
    #[get(
        "/calling/callConnections/{id}/participants",
        items = "value",
        next = "nextLink"
    )]
    fn participants(&self, id: &str) -> Pages<Participant>;
}

#[signed_api(scheme = "sinch-application")]
trait Voice {
    #[get("/v1/calls", items = "calls", next = "nextPageToken", into = query("pageToken"))]
    fn calls(&self, #[query("pageSize")] size: u32) -> Pages<String>;
}

const PATH: &str = "/calling/callConnections/421f3500/participants";

/// As ACS answers: `value` and, but for the last page, `nextLink`. The third page is empty.
fn participants(seen: &Seen) -> http::Response<String> {
    let host = seen.headers["host"].to_str().unwrap();
    let participant = |number: u32| {
        format!(
            r#"{{"identifier":{{"kind":"phoneNumber","rawId":"4:+1555010{number}","phoneNumber":{{"value":"+1555010{number}"}}}},"isMuted":false,"isOnHold":false}}"#
        )
    };
    let token = seen.target.strip_prefix(PATH).unwrap();
    let (numbers, next) = match token {
        "?api-version=2026-03-12" => (0..2, "?api-version=2026-03-12&$skipToken=a%2Fb%20c+d"),
        "?api-version=2026-03-12&$skipToken=a%2Fb%20c+d" => (2..4, "?$skipToken=%41"),
        "?$skipToken=%41" => (0..0, "?$skipToken=last"),
        "?$skipToken=last" => {
            let body = format!(r#"{{"value":[{}],"nextLink":null}}"#, participant(4));
            return http::Response::new(body);
        }
        other => panic!("{other}"),
    };
    let items: Vec<_> = numbers.map(participant).collect();
    http::Response::new(format!(
        r#"{{"value":[{}],"nextLink":"http://{host}{PATH}{next}"}}"#,
        items.join(",")
    ))
}

fn server(answer: fn(&Seen) -> http::Response<String>) -> Server {
    let sinch = sinch();
    let builder = Server::builder().scheme(acs()).unwrap();
    builder
        .scheme(sinch)
        .unwrap()
        .answer(answer)
        .start()
        .unwrap()
}

fn sinch() -> SinchApplication {
    SinchApplication {
        application_key: "669E367E".into(),
        application_secret: "c2VjcmV0".into(),
    }
}

async fn all(mut pages: Pages<Participant>) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(participant) = pages.next().await {
        let participant = participant.unwrap();
        assert!(!participant.is_muted);
        all.push(participant.identifier.raw_id);
    }
    all
}

#[tokio::test]
async fn participants_of_a_call_each_page_signed_as_its_link_stands() {
    let server = server(participants);
    let calls = CallAutomationClient::new(&server.url(), acs()).unwrap();
    let hurried = calls.with(Options::new().timeout(Duration::from_secs(20)));
    let found = all(hurried.participants("421f3500")).await;
    let expected: Vec<_> = (0..5).map(|number| format!("4:+1555010{number}")).collect();
    assert_eq!(found, expected);
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.verdict.is_ok()), "{seen:?}");
    let targets: Vec<_> = seen.iter().map(|seen| &seen.target[PATH.len()..]).collect();
    assert_eq!(
        targets,
        [
            "?api-version=2026-03-12",
            "?api-version=2026-03-12&$skipToken=a%2Fb%20c+d",
            "?$skipToken=%41",
            "?$skipToken=last"
        ]
    );
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_asked_for() {
    let server = server(participants);
    let calls = CallAutomationClient::new(&server.url(), acs()).unwrap();
    let mut pages = calls.participants("421f3500");
    assert_eq!(server.seen().len(), 0);
    for _ in 0..2 {
        pages.next().await.unwrap().unwrap();
        assert_eq!(server.seen().len(), 1);
    }
    pages.next().await.unwrap().unwrap();
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_list_is_a_stream() {
    let server = server(participants);
    let calls = CallAutomationClient::new(&server.url(), acs()).unwrap();
    let some = calls.participants("421f3500").take(3);
    let some: Vec<Participant> = some.try_collect().await.unwrap();
    assert_eq!(some.len(), 3);
    let spawned = tokio::spawn(calls.participants("421f3500").take(1).count());
    assert_eq!(spawned.await.unwrap(), 1);
}

#[tokio::test]
async fn calls_of_sinch_by_a_token_in_the_query() {
    let server = server(|seen| {
        let token = seen.target.strip_prefix("/v1/calls?pageSize=2").unwrap();
        let body = match token {
            "" => r#"{"calls":["a","b"],"nextPageToken":"=&?/ü"}"#,
            "&pageToken=%3D%26%3F%2F%C3%BC" => r#"{"calls":["c"],"nextPageToken":""}"#,
            other => panic!("{other}"),
        };
        http::Response::new(body.to_owned())
    });
    let voice = VoiceClient::new(&server.url(), sinch()).unwrap();
    let calls: Result<Vec<String>, Error> = voice.calls(2).try_collect().await;
    assert_eq!(calls.unwrap(), ["a", "b", "c"]);
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.verdict.is_ok()), "{seen:?}");
}

#[tokio::test]
async fn a_page_that_is_refused_is_explained_as_any_call() {
    let server = server(|seen| {
        if seen.target.contains("skipToken") {
            let refused = r#"{"error":{"code":"7509"}}"#.to_owned();
            return http::Response::builder().status(401).body(refused).unwrap();
        }
        participants(seen)
    });
    let calls = CallAutomationClient::new(&server.url(), acs()).unwrap();
    let mut pages = calls.participants("421f3500");
    let page = pages.next_page().await.unwrap().unwrap();
    assert_eq!(page.items.len(), 2);
    let error = pages.next_page().await.unwrap().unwrap_err();
    assert_eq!(error.call(), Some("CallAutomation::participants"));
    let explanation = error.explanation().unwrap().to_string();
    assert!(
        explanation.contains("$skipToken=a%2Fb%20c+d"),
        "{explanation}"
    );
    assert!(pages.next_page().await.is_none());
}
