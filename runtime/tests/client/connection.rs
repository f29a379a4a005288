//! Connection strings, as providers show them.

use signed_api::{
    Moment, Signer, Unsigned, Verifier, scheme,
    schemes::{AcsDate, AzureAppconfig, AzureStorageSharedKey, AzureTableSharedKey},
};

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

/// As the portal shows it, and as Microsoft's page does for endpoints of one's own.
#[test]
fn of_azure_storage() {
    let portal = "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net";
    let found = AzureStorageSharedKey::credentials_from_connection_string(portal).unwrap();
    assert_eq!(found.account_name, "contoso");
    assert_eq!(found.account_key.expose(), "c2VjcmV0");
    let error = AzureStorageSharedKey::from_connection_string(portal).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no member of the connection string (`BlobEndpoint`, `QueueEndpoint`, `FileEndpoint`) says where the API is, \
         which has `DefaultEndpointsProtocol`, `AccountName`, `AccountKey`, `EndpointSuffix`: give the endpoint by \
         itself, beside `credentials_from_connection_string`"
    );
    let own = "BlobEndpoint=http://127.0.0.1:10000/contoso;TableEndpoint=http://127.0.0.1:10002/contoso;\
        AccountName=contoso;AccountKey=c2VjcmV0";
    let (blobs, _) = AzureStorageSharedKey::from_connection_string(own).unwrap();
    let (tables, _) = AzureTableSharedKey::from_connection_string(own).unwrap();
    assert_eq!(
        (&*blobs, &*tables),
        (
            "http://127.0.0.1:10000/contoso",
            "http://127.0.0.1:10002/contoso"
        )
    );
}

scheme!(Orders = "tests/client/orders.toml");

#[signed_api(scheme = Orders, blocking)]
trait Carts {
    #[get("/carts/{id}")]
    async fn cart(&self, id: &str) -> Result<String>;
}

#[test]
fn a_client_of_a_type_has_it_too() {
    let text = "BackupUrl=https://orders.example/v1;key=id;SECRET=c2VjcmV0";
    let carts = CartsClient::from_connection_string(text).unwrap();
    assert_eq!(carts.endpoint(), "https://orders.example/v1");
    let waits = CartsBlockingClient::from_connection_string(text).unwrap();
    assert_eq!(waits.endpoint(), carts.endpoint());
    let _ = |id: &str| CartsBlocking::cart(&waits, id);
    drop(Carts::cart(&carts, "7"));
    for error in [
        CartsClient::from_env().unwrap_err(),
        CartsBlockingClient::from_env().unwrap_err(),
    ] {
        let says = "`TEST_ORDERS_THAT_NOBODY_SETS` is not set";
        assert_eq!(error.to_string(), says);
    }
}

#[test]
fn the_environment_may_hold_one() {
    let of = |variables: &[(&str, &str)]| {
        let lookup = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let found = Orders::from_lookup(lookup);
        found
            .map_err(|error| error.to_string())
            .map(|orders| orders.key_id)
    };
    let one = ("TEST_ORDERS_THAT_NOBODY_SETS", "Key=one;Secret=c2VjcmV0");
    let key = ("ORDERS_KEY_ID", "two");
    assert_eq!(of(&[one]).unwrap(), "one");
    assert_eq!(of(&[one, key, ("ORDERS_SECRET", "x")]).unwrap(), "two");
    // Half of the one and half of the other is nothing.
    assert_eq!(of(&[one, key]).unwrap_err(), "`ORDERS_SECRET` is not set");
    let name = "COMMUNICATION_SERVICES_CONNECTION_STRING";
    let acs = Acs::from_lookup(|known| (known == name).then(|| ACS.to_owned()));
    assert_eq!(acs.unwrap().access_key.expose(), "c2VjcmV0");
}

/// Pasted, or read from a file: no server says what is wrong with such a key.
#[test]
fn what_stands_around_a_credential_is_an_error_that_names_it() {
    let read = |secret: &str, pin: Option<&str>| {
        let lookup = |name: &str| match name {
            "ORDERS_KEY_ID" => Some("id".to_owned()),
            "ORDERS_SECRET" => Some(secret.to_owned()),
            _ => pin.map(str::to_owned),
        };
        Orders::from_lookup(lookup).map_err(|error| format!("{error:#}"))
    };
    for (secret, says) in [
        ("c2V\n", "begins or ends with a line end or another"),
        ("\u{feff}c2V", "begins or ends with a line end or another"),
        ("\tc2V", "begins or ends with a line end or another"),
        (" c2V", "begins or ends with a blank"),
        ("\"c2V\"", "stands in quotation marks"),
        ("'c2V'", "stands in quotation marks"),
    ] {
        let error = read(secret, None).unwrap_err();
        assert!(
            error.starts_with(&format!("`ORDERS_SECRET` {says}")),
            "{error}"
        );
        assert!(!error.contains("c2V"), "{error}");
        let orders = Orders {
            key_id: "id".into(),
            secret: secret.into(),
            pin: None,
        };
        let request = || http::Request::get("https://h/").body("").unwrap();
        let moment = Moment {
            now: SystemTime::now(),
            nonce: String::new(),
        };
        let signed = Signer::new(orders.clone()).sign(Unsigned::new(request()), &moment);
        let error = signed.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let error = format!("{error:#} {error:?}");
        assert!(
            error.starts_with(&format!("the credential `secret` {says}")),
            "{error}"
        );
        assert!(!error.contains("c2V"), "{error}");
        // Nor does a verifier say that all the world signs wrongly.
        let (mut parts, _) = request().into_parts();
        for (name, value) in [("host", "h"), ("x-key", "id"), ("x-signature", "00")] {
            parts.headers.insert(name, value.parse().unwrap());
        }
        let refusal = Verifier::new(orders)
            .unwrap()
            .verify(&parts, b"", moment.now);
        let refusal = refusal.unwrap_err().to_string();
        assert!(refusal.contains(says), "{refusal}");
    }
    // Whoever thinks of a passphrase may think of one with a blank.
    read("a b\"", Some(" my \"pin\" ")).unwrap();
    assert!(
        read("c2V", Some("1234\n"))
            .unwrap_err()
            .starts_with("`ORDERS_PIN` begins")
    );
}
