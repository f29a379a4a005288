//! Traits as objects: `#[async_trait]` under our attribute.

use std::sync::Arc;

use async_trait::async_trait;
use signed_api::{Error, schemes::Acs, signed_api, testing::Memory};
use signed_api_tests::now_or_never;

/// Calls.
#[signed_api(scheme = "acs", blocking)]
#[async_trait]
pub trait Calls {
    /// Plays something into a call.
    #[post("/calls/{id}:play")]
    async fn play(&self, id: &str, #[body(text)] what: &str) -> Result<String, Error>;
}

struct Fake;

#[async_trait]
impl Calls for Fake {
    async fn play(&self, id: &str, what: &str) -> Result<String, Error> {
        Ok(format!("{what} into {id}"))
    }
}

fn acs() -> Acs {
    Acs {
        access_key: "c2VjcmV0".into(),
    }
}

fn network() -> Memory {
    let memory = Memory::new();
    memory.answer(http::Response::new("played"));
    memory
}

fn assert_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn a_client_and_a_fake_are_objects_of_one_trait() {
    let memory = network();
    let client = CallsClient::builder("https://contoso.example", acs())
        .transport(memory.clone())
        .build()
        .unwrap();
    let all: [Arc<dyn Calls + Send + Sync>; 2] = [Arc::new(client), Arc::new(Fake)];
    let played = all.map(|calls| {
        let play = async move { calls.play("421f", "hello").await.unwrap() };
        now_or_never(assert_send(play))
    });
    assert_eq!(played, ["played", "hello into 421f"]);
    assert_eq!(memory.requests()[0].http().uri().path(), "/calls/421f:play");
}

#[test]
fn the_blocking_twin_is_one_of_plain_functions() {
    let client = CallsBlockingClient::builder("https://contoso.example", acs())
        .transport(network())
        .build()
        .unwrap();
    let calls: &dyn CallsBlocking = &client;
    assert_eq!(calls.play("421f", "hello").unwrap(), "played");
}
