//! Queues of Azurite, by Shared Key.

use http::StatusCode;
use signed_api::{Error, schemes::AzureStorageSharedKey, signed_api};
use signed_api_servers::{NAMES, Spoilt, given};

#[signed_api(
    scheme = "azure-storage-shared-key",
    header = "x-ms-version: 2021-12-02"
)]
trait Queues {
    #[put("/{queue}")]
    async fn create(&self, queue: &str) -> Result<(), Error>;
    #[post("/{queue}/messages", header = "content-type: application/xml")]
    async fn send(
        &self,
        queue: &str,
        #[query] messagettl: u32,
        #[body(text)] message: &str,
    ) -> Result<(), Error>;
    #[get("/{queue}/messages")]
    async fn receive(&self, queue: &str, #[query] visibilitytimeout: u32) -> Result<String, Error>;
    #[delete("/{queue}/messages/{id}")]
    async fn delete(&self, queue: &str, id: &str, #[query] popreceipt: &str) -> Result<(), Error>;
}

fn endpoint() -> String {
    format!("{}/contoso", given("QUEUE"))
}

fn account() -> AzureStorageSharedKey {
    AzureStorageSharedKey {
        account_name: "contoso".into(),
        account_key: given("AZURE_KEY").into(),
    }
}

fn message(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    format!("<QueueMessage><MessageText>{text}</MessageText></QueueMessage>")
}

/// The text of an element.
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap();
    rest.split_once("</").unwrap().0
}

#[tokio::test]
async fn the_right_key_is_accepted() {
    let queues = QueuesClient::new(&endpoint(), account()).unwrap();
    queues.create("names").await.unwrap();
    for name in NAMES {
        queues.send("names", 60, &message(name)).await.unwrap();
        let received = queues.receive("names", 30).await.unwrap();
        let text = element(&received, "MessageText").replace("&amp;", "&");
        assert_eq!(text, name, "{received}");
        let id = element(&received, "MessageId");
        // In base64: `+`, `/` and `=` stand in the query.
        let receipt = element(&received, "PopReceipt");
        queues.delete("names", id, receipt).await.unwrap();
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let queues = QueuesClient::new(&endpoint(), account()).unwrap();
    queues.create("wrong").await.unwrap();
    let spoilt = QueuesClient::builder(&endpoint(), account())
        .transport(Spoilt::header("authorization"))
        .build()
        .unwrap();
    let send = spoilt.send("wrong", 60, &message("a")).await;
    let receive = spoilt.receive("wrong", 30).await.map(drop);
    for outcome in [send, receive, spoilt.create("another").await] {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::FORBIDDEN), "{error:#}");
    }
    let received = queues.receive("wrong", 30).await.unwrap();
    assert!(!received.contains("<MessageText>"), "{received}");
}
