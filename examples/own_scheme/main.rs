//! A scheme of one's own: the file `acme.toml` beside this one says how an (invented) provider
//! signs, and two traits share it.
//!
//! It talks to a test server that verifies by the same file. A mistake in the file is an error of
//! this program's compilation, and so is an example in it that is not reproduced.

#[path = "../show/mod.rs"]
mod show;

use std::{process::ExitCode, sync::Arc};

use serde::{Deserialize, Serialize};
use signed_api::{Error, scheme, signed_api, testing::Server};

use show::{Printed, verdict};

scheme!(pub Acme = "own_scheme/acme.toml");

/// Orders.
#[signed_api(scheme = Acme)]
pub trait Orders {
    /// Those that are in a state.
    #[get("/orders")]
    async fn list(&self, #[query] state: &str) -> Result<Vec<Order>, Error>;
}

/// Refunds.
#[signed_api(scheme = Acme)]
pub trait Refunds {
    /// Gives back what was paid for an order.
    #[post("/orders/{order_id}/refunds")]
    async fn refund(&self, order_id: &str, #[body] refund: &Refund) -> Result<(), Error>;
}

/// An order.
#[derive(Deserialize)]
pub struct Order {
    id: String,
}

/// What is given back, in cents.
#[derive(Serialize)]
pub struct Refund {
    amount: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    show::ended(run().await)
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let acme = Acme {
        key_id: "key-1".into(),
        secret: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f".into(),
    };
    let server = Server::builder()
        .scheme(acme.clone())?
        .answer(|seen| match seen.method {
            http::Method::GET => http::Response::new(r#"[{"id":"7"},{"id":"8"}]"#),
            _ => http::Response::new(""),
        })
        .start()?;
    let transport = Arc::new(Printed(signed_api::default_transport()?));
    let orders = OrdersClient::builder(&server.url(), acme.clone())
        .transport(transport.clone())
        .build()?;
    let refunds = RefundsClient::builder(&server.url(), acme)
        .transport(transport)
        .build()?;
    for order in orders.list("returned").await? {
        refunds.refund(&order.id, &Refund { amount: 1250 }).await?;
    }
    for seen in server.seen() {
        println!(
            "the server verified {} {}: {}",
            seen.method,
            seen.target,
            verdict(&seen)
        );
    }
    Ok(())
}
