//! No value of what is sent or answered is told.

use std::sync::Arc;

use signed_api::schemes::{AwsSigv4, Binance, Kraken, SinchApplication};
use signed_api::{BoxError, Lease, Outgoing, Refreshing};

use super::*;

#[signed_api(scheme = "kraken")]
trait Account {
    #[post("/0/private/Balance")]
    async fn balance(&self, #[form] asset: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "binance")]
trait Orders {
    #[delete("/api/v3/order")]
    async fn cancel(&self, #[query] symbol: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "aws-sigv4", service = "iam")]
trait Users {
    #[put("/{user}")]
    async fn put(&self, user: &str, #[body(text)] text: &str) -> Result<String, Error>;
}

#[signed_api(scheme = "sinch-application")]
trait Callouts {
    #[post("/calling/v1/callouts")]
    async fn callout(&self, #[body] play: &Play) -> Result<String, Error>;
}

/// Every value that goes out or comes back: keys as they are given and as they are used, and what
/// stands in path, query, headers and bodies.
const VALUES: &[&str] = &[
    "QUNTLVNFQ1JFVA==",
    "ACS-SECRET",
    "S1JBS0VOLVNFQ1JFVA==",
    "KRAKEN-SECRET",
    "KRAKEN-KEY",
    "BINANCE-SECRET",
    "BINANCE-KEY",
    "AWS-SECRET",
    "AWS-TOKEN",
    "AKIDEXAMPLE",
    "U0lOQ0gtU0VDUkVU",
    "SINCH-KEY",
    "VERSION-1",
    "MODE-1",
    "PATH-1",
    "PAGE-1",
    "TRACE-1",
    "ORDER-KEY-1",
    "BODY-1",
    "FORM-1",
    "SYMBOL-1",
    "USER-1",
    "TEXT-1",
    "ANSWER-1",
    "REFUSAL-1",
    "RETRY-1",
    "FAILURE-1",
    "VAULT-1",
    "x-ms-date",
    "HMAC-SHA256",
    "AWS4-HMAC",
    "Fri, 02 Jan 2026",
];

/// A call by each scheme that puts its values somewhere else.
async fn by_other_schemes(memory: &Memory) {
    let kraken = Kraken {
        api_key: "KRAKEN-KEY".into(),
        secret: "S1JBS0VOLVNFQ1JFVA==".into(),
    };
    let account =
        AccountClient::builder("https://kraken.example", kraken).transport(memory.clone());
    let _ = account.build().unwrap().balance("FORM-1").await;
    let binance = Binance {
        api_key: "BINANCE-KEY".into(),
        secret: "BINANCE-SECRET".into(),
    };
    let orders = OrdersClient::builder("https://binance.example", binance)
        .transport(memory.clone())
        .clock(now);
    orders.build().unwrap().cancel("SYMBOL-1").await.unwrap();
    let sigv4 = AwsSigv4 {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: "AWS-SECRET".into(),
        session_token: Some("AWS-TOKEN".into()),
        region: "us-east-1".into(),
    };
    let users = UsersClient::builder("https://iam.example", sigv4)
        .transport(memory.clone())
        .clock(now);
    users
        .build()
        .unwrap()
        .put("USER-1", "TEXT-1")
        .await
        .unwrap();
    let sinch = SinchApplication {
        application_key: "SINCH-KEY".into(),
        application_secret: "U0lOQ0gtU0VDUkVU".into(),
    };
    let callouts =
        CalloutsClient::builder("https://sinch.example", sinch).transport(memory.clone());
    let callouts = callouts.build().unwrap();
    callouts
        .callout(&Play { text: "BODY-1" })
        .await
        .unwrap_err();
}

/// What is answered, one after another.
fn answers(memory: &Memory) {
    let headers = [
        ("retry-after", "1"),
        ("set-cookie", "ANSWER-1"),
        ("date", "Fri, 02 Jan 2026 05:04:05 GMT"),
    ];
    memory
        .answer(answer(503, &headers, "RETRY-1"))
        .answer(answer(
            401,
            &headers,
            r#"{"error":{"code":"7509","message":"REFUSAL-1"}}"#,
        ))
        .answer(answer(401, &headers, "REFUSAL-1"))
        .answer(answer(200, &headers, "ANSWER-1"))
        .fail("FAILURE-1")
        .answer(answer(
            200,
            &[],
            r#"{"error":["EAPI:Invalid signature REFUSAL-1"]}"#,
        ))
        .answer(answer(400, &headers, r#"{"code":-1021,"msg":"REFUSAL-1"}"#))
        .answer(answer(200, &headers, "ANSWER-1"))
        .answer(answer(403, &headers, "REFUSAL-1 AWS-TOKEN"))
        .answer(answer(200, &headers, "ANSWER-1"))
        .answer(answer(500, &headers, "REFUSAL-1"));
}

#[tokio::test]
async fn no_value_is_told() {
    let (journal, _guard) = Journal::begin();
    let memory = Memory::new();
    let vault = |sealed: bool| {
        Refreshing::new(move || async move {
            if sealed {
                return Err(BoxError::from("VAULT-1"));
            }
            let expires = None;
            Ok(Lease {
                credentials: acs(),
                expires,
            })
        })
    };
    answers(&memory);
    let acs_calls = calls(&memory, vault(false));
    play(&acs_calls).await.unwrap_err();
    play(&acs_calls).await.unwrap();
    play(&acs_calls).await.unwrap_err();
    play(&calls(&memory, vault(true))).await.unwrap_err();
    by_other_schemes(&memory).await;

    let told = journal.everything();
    for value in VALUES {
        assert!(!told.contains(value), "`{value}` is told:\n{told}");
    }
    let sent = memory.requests();
    no_header_is_told(&sent, &told);
    assert_eq!((sent.len(), journal.spans().len()), (11, 20));
}

fn no_header_is_told(sent: &[Arc<Outgoing>], told: &str) {
    for request in sent {
        for value in request.http().headers().values() {
            let value = value.to_str().unwrap();
            let is_telling = value.len() > 12 && !value.starts_with("application/");
            assert!(
                !is_telling
                    || value.ends_with(".example")
                    || value.ends_with(":8443")
                    || !told.contains(value),
                "{value}"
            );
        }
    }
}

/// What the transport by itself tells, over a connection.
#[cfg(feature = "server")]
#[tokio::test]
async fn the_transport_tells_no_value_either() {
    use signed_api::testing::Server;

    let (journal, _guard) = Journal::begin();
    let server = Server::builder().scheme(acs()).unwrap();
    let server = server
        .answer(|_| Response::new("ANSWER-1"))
        .start()
        .unwrap();
    let calls = CallsClient::new(&server.url(), acs()).unwrap();
    play(&calls).await.unwrap();
    let told = journal.everything();
    for value in VALUES {
        assert!(!told.contains(value), "`{value}` is told:\n{told}");
    }
    assert!(told.contains("server.address=\"127.0.0.1\""), "{told}");
}
