//! Increasing nonces: one counter for each key, whoever signs with it.

use signed_api::scheme;

use super::*;

scheme!(Counted = "tests/client/counted.toml");

#[signed_api(scheme = Counted)]
trait Orders {
    #[get("/orders")]
    async fn list(&self) -> Result<()>;
}

fn counted(key_id: &str) -> Counted {
    let (key_id, secret) = (key_id.to_owned(), "c2VjcmV0".into());
    Counted { key_id, secret }
}

async fn nonce(memory: &Memory, credentials: Counted, millis: u64) -> u64 {
    memory.answer(json(""));
    let at = SystemTime::UNIX_EPOCH + Duration::from_millis(millis);
    let orders = OrdersClient::builder("http://h", credentials)
        .transport(memory.clone())
        .clock(move || at)
        .build()
        .unwrap();
    orders.list().await.unwrap();
    let sent = memory.requests();
    header(sent.last().unwrap(), "x-nonce")
        .unwrap()
        .parse()
        .unwrap()
}

#[tokio::test]
async fn clients_of_one_key_count_together() {
    let memory = Memory::new();
    let mut seen = Vec::new();
    // A clock that stands, steps back, and goes on.
    for millis in [5_000, 5_000, 4_000, 6_000] {
        seen.push(nonce(&memory, counted("one"), millis).await);
    }
    assert_eq!(seen, [5_000, 5_001, 5_002, 6_000]);
    assert_eq!(nonce(&memory, counted("two"), 4_000).await, 4_000);
    assert_eq!(nonce(&memory, counted("one"), 4_000).await, 6_001);
}

#[tokio::test]
async fn a_nonce_of_ones_own() {
    let memory = Memory::new();
    memory.answer(json(""));
    let orders = OrdersClient::builder("http://h", counted("own"))
        .transport(memory.clone())
        .nonces(|| "7".to_owned())
        .build()
        .unwrap();
    orders.list().await.unwrap();
    assert_eq!(header(&memory.requests()[0], "x-nonce"), Some("7"));
}
