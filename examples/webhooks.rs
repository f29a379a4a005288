//! Webhooks of Stripe, of GitHub, and of whoever follows Standard Webhooks: an axum service whose
//! handlers get what is verified, read, and nothing else.
//!
//! Without an argument it starts, plays the senders, and somebody who forges, and prints what came of it.
//! With an address (`-- 127.0.0.1:8080`) it serves those whose secret is set:
//! `STRIPE_WEBHOOK_ENDPOINT_SECRET` at `/stripe`, `GITHUB_WEBHOOK_SECRET` at `/github`,
//! `STANDARD_WEBHOOKS_SECRET` at `/standard`.

#[allow(dead_code, reason = "its requests come in")]
mod show;

use std::{
    collections::HashSet,
    env,
    error::Error as StdError,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Extension, Router, http::HeaderMap, middleware, response::Response, routing::post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use signed_api::{
    Error, Refusal, Verifier,
    axum::Webhook,
    schemes::{GithubWebhook, StandardWebhooks, StripeWebhook},
    signed_api,
};
use tokio::net::TcpListener;

/// The secrets of the endpoints.
struct Secrets {
    stripe: Option<StripeWebhook>,
    github: Option<GithubWebhook>,
    standard: Option<StandardWebhooks>,
}

/// The service: a route for each secret, and a line for the operator for each refusal.
fn service(secrets: Secrets) -> Result<Router, Box<dyn StdError>> {
    let mut service = Router::new();
    if let Some(secret) = secrets.stripe {
        let route = Router::new().route("/stripe", post(on_stripe));
        service = service.merge(route.with_state(Arc::new(Verifier::new(secret)?)));
    }
    if let Some(secret) = secrets.github {
        let route = Router::new().route("/github", post(on_github));
        service = service.merge(route.with_state(Arc::new(Verifier::new(secret)?)));
    }
    if let Some(secret) = secrets.standard {
        let route = Router::new().route("/standard", post(on_message));
        let route = route.layer(Extension(Handled::default()));
        service = service.merge(route.with_state(Arc::new(Verifier::new(secret)?)));
    }
    Ok(service.layer(middleware::map_response(refusal)))
}

/// An event of Stripe's. Those of other types have this field too.
#[derive(Serialize, Deserialize)]
pub struct Event {
    r#type: String,
}

async fn on_stripe(event: Webhook<StripeWebhook, Event>) {
    println!("/stripe: {}", event.value.r#type);
}

/// GitHub says in a header which event it is. It signs the body alone, so the header proves nothing.
async fn on_github(headers: HeaderMap, event: Webhook<GithubWebhook, Value>) {
    let name = headers
        .get("x-github-event")
        .and_then(|name| name.to_str().ok());
    let action = event.value["action"].as_str();
    println!(
        "/github: {} {}",
        name.unwrap_or("event"),
        action.unwrap_or_default()
    );
}

/// The messages that were handled, by their IDs. A real one forgets those that are older than the
/// tolerance of the verifier, and survives the process.
type Handled = Arc<Mutex<HashSet<String>>>;

/// Whoever gets no answer in time sends a message again, by the same ID.
async fn on_message(
    Extension(handled): Extension<Handled>,
    message: Webhook<StandardWebhooks, Value>,
) {
    let id = message.verified.nonce.unwrap_or_default();
    let new = handled
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(id.clone());
    if new {
        let kind = message.value["type"].as_str();
        println!("/standard: {id}, {}", kind.unwrap_or_default());
    } else {
        println!("/standard: {id}, again");
    }
}

/// Every refusal has the same answer; the reason is for the operator.
async fn refusal(answer: Response) -> Response {
    if let Some(why) = answer.extensions().get::<Refusal>() {
        println!("refused: {why}");
    }
    answer
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    show::ended(match env::args().nth(1) {
        Some(address) => serve(&address).await,
        None => demonstrate().await,
    })
}

async fn serve(address: &str) -> Result<(), Box<dyn StdError>> {
    let given = |name| env::var_os(name).is_some();
    let secrets = Secrets {
        stripe: given("STRIPE_WEBHOOK_ENDPOINT_SECRET")
            .then(StripeWebhook::from_env)
            .transpose()?,
        github: given("GITHUB_WEBHOOK_SECRET")
            .then(GithubWebhook::from_env)
            .transpose()?,
        standard: given("STANDARD_WEBHOOKS_SECRET")
            .then(StandardWebhooks::from_env)
            .transpose()?,
    };
    let service = service(secrets)?;
    if !service.has_routes() {
        return Err("no secret is set: STRIPE_WEBHOOK_ENDPOINT_SECRET, GITHUB_WEBHOOK_SECRET or STANDARD_WEBHOOKS_SECRET".into());
    }
    let listener = TcpListener::bind(address).await?;
    println!("webhooks: http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, service).await?)
}

/// Stripe, as its endpoint sees it: a sender is a client like any other.
#[signed_api(scheme = "stripe-webhook")]
trait Stripe {
    #[post("/stripe")]
    async fn tell(&self, #[body] event: &Value) -> Result<(), Error>;
}

/// GitHub.
#[signed_api(scheme = "github-webhook")]
trait Github {
    #[post("/github", header = "x-github-event: pull_request")]
    async fn tell(&self, #[body] event: &Value) -> Result<(), Error>;
}

/// A follower of Standard Webhooks.
#[signed_api(scheme = "standard-webhooks")]
trait Standard {
    #[post("/standard")]
    async fn tell(&self, #[body] message: &Value) -> Result<(), Error>;
}

async fn demonstrate() -> Result<(), Box<dyn StdError>> {
    let stripe = StripeWebhook {
        endpoint_secret: "whsec_abcdEFGH1234567890ijklMNOPqrst".into(),
    };
    let github = GithubWebhook {
        secret: "It's a Secret to Everybody".into(),
    };
    let standard = StandardWebhooks {
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into(),
    };
    let url = start(Secrets {
        stripe: Some(stripe.clone()),
        github: Some(github.clone()),
        standard: Some(standard.clone()),
    })
    .await?;

    println!("── what the senders signed");
    let paid = json!({"type": "invoice.paid", "id": "evt_1"});
    StripeClient::new(&url, stripe.clone())?.tell(&paid).await?;
    let opened = json!({"action": "opened", "number": 1});
    GithubClient::new(&url, github)?.tell(&opened).await?;
    let message = || "msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned();
    let standard = StandardClient::builder(&url, standard)
        .nonces(message)
        .build()?;
    let created = json!({"type": "contact.created"});
    standard.tell(&created).await?;
    standard.tell(&created).await?;

    println!("\n── what somebody signed who does not know the secret");
    let forger = StripeWebhook {
        endpoint_secret: "whsec_guessed".into(),
    };
    answered(StripeClient::new(&url, forger)?.tell(&paid).await)?;

    println!("\n── what Stripe signed, and is no event");
    answered(StripeClient::new(&url, stripe)?.tell(&json!([])).await)
}

/// Starts the service on loopback.
async fn start(secrets: Secrets) -> Result<String, Box<dyn StdError>> {
    let service = service(secrets)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, service).await });
    Ok(url)
}

fn answered(outcome: Result<(), Error>) -> Result<(), Box<dyn StdError>> {
    match outcome {
        Err(error) => println!("answer: {error}"),
        Ok(()) => return Err("it was accepted".into()),
    }
    Ok(())
}
