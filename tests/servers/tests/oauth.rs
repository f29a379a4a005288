//! oauthlib's server side: OAuth 1.0a in the header, the query and a form.
//!
//! The client and its tokens hold what has to be escaped. A nonce serves once.

use std::time::{Duration, SystemTime};

use http::{Request, StatusCode};
use signed_api::{
    Error, Options, Scheme, Transport, Unsigned, default_transport,
    schemes::{
        Oauth1, Oauth1Form, Oauth1NoVersion, Oauth1Query, Oauth1Sha256, Oauth1Sha256Form,
        Oauth1Sha256Query,
    },
    signed_api,
};
use signed_api_servers::{NAMES, Spoilt, given, send};

/// The same client by every scheme, for itself or for a user.
macro_rules! client {
    ($scheme:ident) => {
        $scheme {
            consumer_key: "key +~/é".into(),
            consumer_secret: "secret &=%é".into(),
            token: None,
            token_secret: None,
        }
    };
    ($scheme:ident, user) => {
        $scheme {
            token: Some("token".into()),
            token_secret: Some("token secret+".into()),
            ..client!($scheme)
        }
    };
}

#[signed_api(scheme = "oauth1")]
trait Items {
    #[get("/items/{name}")]
    async fn get(
        &self,
        name: &str,
        #[query] q: &str,
        #[query("a")] list: &[&str],
        #[setting] realm: Option<&str>,
    ) -> Result<(), Error>;
    /// The body is no form: at most its hash is signed.
    #[post("/items")]
    async fn add(&self, #[body(text)] item: &str, #[setting] body_hash: bool) -> Result<(), Error>;
    #[post("/request_token")]
    async fn request_token(&self, #[setting] callback_uri: &str) -> Result<(), Error>;
}

#[signed_api(scheme = "oauth1-form")]
trait Forms {
    #[post("/items", query = "q=a+b")]
    async fn add(&self, #[form] name: &str, #[form("a")] list: &[&str]) -> Result<(), Error>;
}

#[tokio::test]
async fn a_header_is_accepted() {
    for client in [client!(Oauth1), client!(Oauth1, user)] {
        let items = ItemsClient::new(&given("OAUTH"), client).unwrap();
        for name in NAMES {
            let list = [name, "", "b"];
            items.get(name, name, &list, Some("Photos")).await.unwrap();
            items.get(name, name, &[], None).await.unwrap();
            items.add(name, false).await.unwrap();
            items.add(name, true).await.unwrap();
            let uri = format!("https://client.example/{name}?x=1&y=a b");
            items.request_token(&uri).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_form_is_accepted() {
    for client in [client!(Oauth1Form), client!(Oauth1Form, user)] {
        let forms = FormsClient::new(&given("OAUTH"), client).unwrap();
        for name in NAMES {
            forms.add(name, &[name, "", "b"]).await.unwrap();
        }
    }
}

#[tokio::test]
async fn every_scheme_is_accepted() {
    let sent = default_transport().unwrap();
    requests(&client!(Oauth1, user), &sent, StatusCode::NO_CONTENT).await;
    requests(&client!(Oauth1Sha256, user), &sent, StatusCode::NO_CONTENT).await;
    requests(&client!(Oauth1NoVersion), &sent, StatusCode::NO_CONTENT).await;
    requests(&client!(Oauth1Query, user), &sent, StatusCode::NO_CONTENT).await;
    requests(&client!(Oauth1Sha256Query), &sent, StatusCode::NO_CONTENT).await;
    forms(&client!(Oauth1Form, user), &sent, StatusCode::NO_CONTENT).await;
    forms(&client!(Oauth1Sha256Form), &sent, StatusCode::NO_CONTENT).await;
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let header = Spoilt::header("authorization");
    requests(&client!(Oauth1, user), &header, StatusCode::UNAUTHORIZED).await;
    requests(&client!(Oauth1Sha256), &header, StatusCode::UNAUTHORIZED).await;
    requests(&client!(Oauth1NoVersion), &header, StatusCode::UNAUTHORIZED).await;
    let query = Spoilt::query();
    requests(&client!(Oauth1Query), &query, StatusCode::UNAUTHORIZED).await;
    requests(
        &client!(Oauth1Sha256Query, user),
        &query,
        StatusCode::UNAUTHORIZED,
    )
    .await;
    let body = Spoilt::body();
    forms(&client!(Oauth1Form), &body, StatusCode::UNAUTHORIZED).await;
    forms(
        &client!(Oauth1Sha256Form, user),
        &body,
        StatusCode::UNAUTHORIZED,
    )
    .await;
    let other = Oauth1 {
        token_secret: Some("other".into()),
        ..client!(Oauth1, user)
    };
    let sent = default_transport().unwrap();
    requests(&other, &sent, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn an_old_request_and_a_used_nonce_are_refused() {
    let builder = || ItemsClient::builder(&given("OAUTH"), client!(Oauth1));
    let old = builder().clock(|| SystemTime::now() - Duration::from_hours(1));
    let old = old.build().unwrap();
    let as_it_is = old.with(Options::new().correct_clock(false));
    let error = as_it_is.add("", false).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    // A client corrects its clock by what the server tells of its own.
    old.add("", false).await.unwrap();
    let now = SystemTime::now();
    let again = builder()
        .clock(move || now)
        .nonces(|| "anonceoftwentycharacters".into());
    let again = again.build().unwrap();
    again.add("", false).await.unwrap();
    let error = again.add("", false).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
}

/// Requests whose query is written in more ways than one.
async fn requests<S: Scheme>(scheme: &S, transport: &impl Transport, expected: StatusCode) {
    for query in [
        "",
        "?q=a+b%20c%2B&empty=&bare&a=2&a=1",
        "?%C3%BC=%e4%b8%96~*!(),;/?:@$",
    ] {
        let url = format!("{}/items/~%20%2B{query}", given("OAUTH"));
        let request = Request::get(&url).body("").unwrap();
        let answer = send(scheme, Unsigned::new(request), transport).await;
        assert_eq!(answer.status(), expected, "{} {url}", S::DATA.name);
    }
    forms(scheme, transport, expected).await;
}

async fn forms<S: Scheme>(scheme: &S, transport: &impl Transport, expected: StatusCode) {
    for form in [
        "",
        "msg=Hello+World%21&x=%26%3D%2B&x=~*",
        "q=%C3%BC+b&empty=&b=%20",
    ] {
        let request = Request::post(format!("{}/items?q=a+b", given("OAUTH")))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .unwrap();
        let answer = send(scheme, Unsigned::new(request), transport).await;
        assert_eq!(answer.status(), expected, "{} {form}", S::DATA.name);
    }
}
