//! The verifier of npm's `http-message-signatures`: RFC 9421, HMAC.
//!
//! It writes the value of a `@query-param` by `encodeURIComponent`, which leaves `!`, `'`, `(`, `)`
//! and `~`; by section 2.2.8 they are escaped, as other implementations do it and the scheme here.
//! So there are no such in what is asked for by `@query-param`; in all other places there are.

use http::StatusCode;
use signed_api::{Error, schemes::Rfc9421Hmac, signed_api};
use signed_api_servers::{NAMES, Spoilt, given};

#[signed_api(scheme = "rfc9421-hmac")]
trait Items {
    #[get("/rfc9421/{name}")]
    async fn get(
        &self,
        name: &str,
        #[query] q: &str,
        #[header("x-note")] notes: &[&str],
    ) -> Result<(), Error>;
    #[post("/rfc9421", content_digest = "sha-256")]
    async fn add(&self, #[body(text)] item: &str) -> Result<(), Error>;
}

fn covering(components: &[&str]) -> Rfc9421Hmac {
    Rfc9421Hmac {
        key_id: "key".into(),
        secret: "secret é".into(),
        components: components.iter().map(ToString::to_string).collect(),
    }
}

const DERIVED: &[&str] = &[
    "@method",
    "@scheme",
    "@authority",
    "@path",
    "@query",
    "@request-target",
    "@target-uri",
];

#[tokio::test]
async fn the_right_key_is_accepted() {
    let items = |components| ItemsClient::builder(&given("JUDGE"), covering(components));
    let derived = items(DERIVED).build().unwrap();
    let noted = items(&["x-note", "@method", "@target-uri"])
        .setting("label", "other")
        .setting("tag", "say \"hi\" \\")
        .setting("expires_in", "60")
        .nonces(|| "once".into())
        .build()
        .unwrap();
    let minimal = items(&[]).setting("include_alg", false).build().unwrap();
    for name in NAMES {
        derived.get(name, name, &[]).await.unwrap();
        derived.add(name).await.unwrap();
        noted.get(name, name, &["one", "two, three"]).await.unwrap();
        minimal.get(name, name, &[]).await.unwrap();
    }
}

#[tokio::test]
async fn a_parameter_of_the_query_is_accepted() {
    let asked = covering(&[r#""@query-param";name="q""#, "@method"]);
    let items = ItemsClient::new(&given("JUDGE"), asked).unwrap();
    for value in ["", "a b+c*", "Grüße, 世界 🌍", "&=#?;:@$,%25"] {
        items.get("a", value, &[]).await.unwrap();
    }
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let builder = |scheme| ItemsClient::builder(&given("JUDGE"), scheme);
    let other = Rfc9421Hmac {
        secret: "other".into(),
        ..covering(DERIVED)
    };
    let wrong = [
        builder(covering(DERIVED)).transport(Spoilt::header("signature")),
        builder(covering(&[])).transport(Spoilt::header("signature")),
        builder(other),
    ];
    for items in wrong.map(|builder| builder.build().unwrap()) {
        for outcome in [items.get("a", "b", &[]).await, items.add("a").await] {
            let error = outcome.unwrap_err();
            assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED), "{error:#}");
        }
    }
}
