//! The server side of npm's `hawk`.

use std::time::{Duration, SystemTime};

use http::{Request, StatusCode};
use signed_api::{
    Error, Scheme, Transport, Unsigned, default_transport,
    schemes::{Hawk, HawkBewit},
    signed_api,
};
use signed_api_servers::{NAMES, Spoilt, given, send};

#[signed_api(scheme = "hawk")]
trait Items {
    #[get("/hawk/{name}")]
    async fn get(
        &self,
        name: &str,
        #[query] q: &str,
        #[setting] ext: Option<&str>,
        #[header("x-ext")] expected: Option<&str>,
    ) -> Result<(), Error>;
    #[get("/hawk-sha1/{name}", algorithm = "sha1")]
    async fn get_by_sha1(&self, name: &str) -> Result<(), Error>;
    #[post(
        "/hawk",
        header = "content-type: text/plain; charset=utf-8",
        payload_hash = true
    )]
    async fn add(&self, #[body(text)] item: &str) -> Result<(), Error>;
    #[get("/hawk/app")]
    async fn of_app(&self, #[setting] app: &str, #[setting] dlg: Option<&str>)
    -> Result<(), Error>;
}

fn hawk() -> Hawk {
    Hawk {
        id: "id".into(),
        key: "key é".into(),
    }
}

fn bewit() -> HawkBewit {
    HawkBewit {
        id: "id".into(),
        key: "key é".into(),
    }
}

#[tokio::test]
async fn the_right_key_is_accepted() {
    let items = ItemsClient::new(&given("JUDGE"), hawk()).unwrap();
    for name in NAMES {
        items.get(name, name, None, None).await.unwrap();
        items.get_by_sha1(name).await.unwrap();
        items.add(name).await.unwrap();
    }
    let ext = "some data; and: more/";
    items.get("a", "", Some(ext), Some(ext)).await.unwrap();
    items.of_app("an app", None).await.unwrap();
    items.of_app("an app", Some("another")).await.unwrap();
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let builder = |hawk| ItemsClient::builder(&given("JUDGE"), hawk);
    let other = Hawk {
        key: "other".into(),
        ..hawk()
    };
    let wrong = [
        builder(hawk()).transport(Spoilt::header("authorization")),
        builder(hawk()).clock(|| SystemTime::now() - Duration::from_mins(2)),
        builder(other),
    ];
    for items in wrong.map(|builder| builder.build().unwrap()) {
        let get = items.get("a", "b", None, None).await;
        for outcome in [get, items.get_by_sha1("a").await, items.add("a").await] {
            let error = outcome.unwrap_err();
            assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED), "{error:#}");
        }
    }
}

#[tokio::test]
async fn a_signed_url_is_accepted() {
    let sent = default_transport().unwrap();
    urls(&bewit(), &sent, StatusCode::NO_CONTENT).await;
    urls(&bewit(), &Spoilt::query(), StatusCode::UNAUTHORIZED).await;
    let other = HawkBewit {
        key: "other".into(),
        ..bewit()
    };
    urls(&other, &sent, StatusCode::UNAUTHORIZED).await;
}

async fn urls<S: Scheme>(scheme: &S, transport: &impl Transport, expected: StatusCode) {
    for target in ["", "/~%20%2B", "/%C3%BC?q=a+b%20c&empty=&bare"] {
        for ext in [None, Some("some data")] {
            let url = format!("{}/bewit{target}", given("JUDGE"));
            let mut request = Unsigned::new(Request::get(&url).body("").unwrap());
            if let Some(ext) = ext {
                request.set("ext", ext);
            }
            let answer = send(scheme, request, transport).await;
            assert_eq!(answer.status(), expected, "{url} {:?}", answer.body());
        }
    }
}
