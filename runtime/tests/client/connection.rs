//! Connection strings, as providers show them.

use signed_api::schemes::{AcsDate, AzureAppconfig};

use super::*;

const ACS: &str = "endpoint=https://Contoso.communication.azure.com/;accesskey=c2VjcmV0";

#[signed_api(scheme = "acs", blocking)]
trait Chats {
    #[get("/chats/{id}")]
    async fn chat(&self, id: &str) -> Result<String>;
}

#[test]
fn a_client_of_one_text() {
    let chats = ChatsClient::from_connection_string(ACS).unwrap();
    assert_eq!(chats.endpoint(), "https://contoso.communication.azure.com");
    let waits = ChatsBlockingClient::from_connection_string(ACS).unwrap();
    assert_eq!(waits.endpoint(), chats.endpoint());
    let _ = |id: &str| ChatsBlocking::chat(&waits, id);
}

#[tokio::test]
async fn the_credentials_sign() {
    let (endpoint, acs) = Acs::from_connection_string(ACS).unwrap();
    let memory = Memory::new();
    memory
        .answer(http::Response::new("a"))
        .answer(http::Response::new("b"));
    let now = || SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    for credentials in [acs, super::acs()] {
        let chats = ChatsClient::builder(&endpoint, credentials);
        let chats = chats.transport(memory.clone()).clock(now).build().unwrap();
        chats.chat("7").await.unwrap();
    }
    let sent = memory.requests();
    let signature = |at: usize| sent[at].http().headers()["authorization"].clone();
    assert_eq!(signature(0), signature(1));
}

#[test]
fn other_schemes_have_their_own() {
    let store = "Endpoint=https://s.azconfig.io;Id=a-l0-s0:b;Secret=c2VjcmV0=";
    let (endpoint, credentials) = AzureAppconfig::from_connection_string(store).unwrap();
    assert_eq!(endpoint, "https://s.azconfig.io");
    assert_eq!(credentials.credential_id, "a-l0-s0:b");
    assert_eq!(credentials.secret.expose(), "c2VjcmV0=");
    AcsDate::from_connection_string(ACS).unwrap();
}

#[test]
fn what_lacks_is_named_and_nothing_is_shown() {
    let error = |text| ChatsClient::from_connection_string(text).unwrap_err();
    for (text, says) in [
        (
            "accesskey=c2VjcmV0",
            "`endpoint` is not in the connection string",
        ),
        (
            "endpoint=https://c2VjcmV0;access_key=c2VjcmV0",
            "`accesskey` is not in the connection string",
        ),
        ("c2VjcmV0", "member 1 of the connection string has no name"),
    ] {
        let error = error(text);
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let shown = format!("{error:#} {error:?}");
        assert!(shown.contains(says) && !shown.contains("c2V"), "{shown}");
    }
    let no_url = error("endpoint=c2VjcmV0;accesskey=c2VjcmV0");
    assert_eq!(no_url.kind(), ErrorKind::Request);
    assert!(!format!("{no_url:#} {no_url:?}").contains("c2V"));
}
