//! Calls that are not signed as their trait is: not at all, or by another scheme.

use signed_api::{
    Error, ErrorKind, Moment, Preset, Request as _, Signer, Signing,
    schemes::{Acs, AwsSigv4},
    signed_api,
};

use super::{clients::ACS, *};

type Result<T> = core::result::Result<T, Error>;

signed_api::scheme!(Acme = "ui/specs/acme.toml");

impl From<Acs> for Acme {
    fn from(acs: Acs) -> Self {
        Self {
            key: acs.access_key,
        }
    }
}

#[signed_api(scheme = "acs", query = "a=1", header = "x-a: 1")]
trait Mixed {
    #[get("/ping?b", unsigned, query = "v=1", header = "accept: text/plain")]
    async fn ping(&self) -> Result<String>;
    #[post("/report", unsigned)]
    async fn report(&self, #[form] to: &str, #[form(join = ",")] ids: &[u8]) -> Result<()>;
    #[post("/dated", scheme = "acs-date", request = Dated)]
    async fn dated(&self, #[form] to: &str) -> Result<()>;
    #[put("/acme", scheme = Acme, header = "x-a: 2")]
    async fn acme(&self, #[body(text)] text: &str) -> Result<()>;
    #[delete("/signed")]
    async fn signed(&self) -> Result<()>;
}

fn mixed(answers: usize) -> (MixedClient, Memory) {
    let memory = Memory::new();
    for _ in 0..answers {
        memory.answer(http::Response::new("pong"));
    }
    let acs = Acs {
        access_key: clients::ACS_KEY.into(),
    };
    let client = MixedClient::builder(ACS, acs)
        .transport(memory.clone())
        .clock(|| at(NOW));
    (client.build().unwrap(), memory)
}

#[test]
fn an_unsigned_call_is_sent_as_it_is() {
    let (mixed, memory) = mixed(1);
    assert_eq!(now_or_never(mixed.ping()).unwrap(), "pong");
    let headers = [
        ("accept", "text/plain"),
        ("host", "contoso-calls.communication.azure.com"),
        ("x-a", "1"),
    ];
    assert_sent(&sent(&memory), "GET /ping?a=1&b&v=1", &headers, "");
    assert!(memory.requests()[0].string_to_sign().is_none());
    assert_eq!(memory.requests()[0].call(), Some("Mixed::ping"));
}

#[test]
fn an_unsigned_form_is_sent_as_it_is() {
    let (mixed, memory) = mixed(1);
    now_or_never(mixed.report("Zoë & co", &[1, 2])).unwrap();
    let body = "to=Zo%C3%AB+%26+co&ids=1%2C2";
    let headers = [
        ("accept", "*/*"),
        ("content-length", &*body.len().to_string()),
        ("content-type", "application/x-www-form-urlencoded"),
        ("host", "contoso-calls.communication.azure.com"),
        ("x-a", "1"),
    ];
    assert_sent(&sent(&memory), "POST /report?a=1", &headers, body);
}

#[test]
fn an_unsigned_call_needs_no_credentials() {
    struct Sealed;
    impl signed_api::Provider<Acs> for Sealed {
        async fn provide(&self) -> core::result::Result<Acs, signed_api::BoxError> {
            Err("sealed".into())
        }
    }
    let memory = Memory::new();
    memory.answer(http::Response::new("pong"));
    let builder = MixedClient::builder(ACS, Sealed).transport(memory.clone());
    let mixed = builder.build().unwrap();
    assert_eq!(now_or_never(mixed.ping()).unwrap(), "pong");
    let error = now_or_never(mixed.signed()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
}

#[test]
fn an_unsigned_call_is_not_signed_on_demand_either() {
    let (mixed, memory) = mixed(0);
    let error = now_or_never(mixed.sign(MixedPing)).unwrap_err();
    let why = "Mixed::ping: the call is declared `unsigned`: it can be sent, not signed";
    assert_eq!(
        (error.kind(), &*error.to_string()),
        (ErrorKind::Request, why)
    );
    let moment = Moment {
        now: at(NOW),
        nonce: String::new(),
    };
    let signer = Signer::new(Acs {
        access_key: clients::ACS_KEY.into(),
    });
    let error = signer.sign(MixedPing.to_unsigned(ACS).unwrap(), &moment);
    assert_eq!(error.unwrap_err().to_string(), why);
    assert!(memory.requests().is_empty());
}

#[test]
fn a_refusal_of_an_unsigned_call_shows_no_signature() {
    let (mixed, memory) = mixed(0);
    let refusal = http::Response::builder().status(404).body("").unwrap();
    memory.answer(refusal);
    let error = now_or_never(mixed.ping()).unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "Mixed::ping: refused with 404 Not Found"
    );
}

#[test]
fn a_call_is_signed_by_a_variant_of_its_traits_scheme() {
    let (mixed, memory) = mixed(2);
    now_or_never(mixed.dated("a b")).unwrap();
    now_or_never(mixed.send(Dated { to: "a b" })).unwrap();
    let text = format!(
        "POST\n/dated?a=1\n{DATE};contoso-calls.communication.azure.com;{}",
        base64(&sha256(b"to=a+b"))
    );
    let authorization = format!(
        "HMAC-SHA256 SignedHeaders=date;host;x-ms-content-sha256&Signature={}",
        signature(ACS_KEY, &text)
    );
    let headers = [
        ("accept", "*/*"),
        ("authorization", &*authorization),
        ("content-length", "6"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("date", DATE),
        ("host", "contoso-calls.communication.azure.com"),
        ("x-a", "1"),
        ("x-ms-content-sha256", &*base64(&sha256(b"to=a+b"))),
    ];
    for request in memory.requests() {
        assert_sent(
            &Incoming::of(&request),
            "POST /dated?a=1",
            &headers,
            "to=a+b",
        );
    }
}

#[test]
fn a_call_is_signed_by_a_scheme_of_the_users_own() {
    let (mixed, memory) = mixed(2);
    now_or_never(mixed.acme("text")).unwrap();
    now_or_never(mixed.signed()).unwrap();
    let authorization = hex(&hmac_sha256(ACS_KEY.as_bytes(), b"PUT/acmetext"));
    let requests = memory.requests();
    let headers = [
        ("accept", "*/*"),
        ("authorization", &*authorization),
        ("content-length", "4"),
        ("content-type", "text/plain; charset=utf-8"),
        ("host", "contoso-calls.communication.azure.com"),
        ("x-a", "2"),
    ];
    assert_sent(
        &Incoming::of(&requests[0]),
        "PUT /acme?a=1",
        &headers,
        "text",
    );
    assert!(
        Incoming::of(&requests[1])
            .header("authorization")
            .starts_with("HMAC-SHA256 ")
    );
}

/// Settings of trait and method; a scheme of a method's own has the method's only.
#[allow(dead_code, reason = "what its requests say is enough")]
#[signed_api(scheme = AwsSigv4, service = "far", payload = "UNSIGNED-PAYLOAD")]
trait Settings {
    #[get("/far")]
    async fn far(&self) -> Result<()>;
    #[get("/near", service = "near")]
    async fn near(&self) -> Result<()>;
    #[get("/own", scheme = "aws-sigv4", service = "own")]
    async fn own(&self) -> Result<()>;
    #[get("/typed", scheme = AwsSigv4, service = "typed")]
    async fn typed(&self) -> Result<()>;
    #[get("/none", unsigned)]
    async fn none(&self) -> Result<()>;
}

#[test]
fn the_nearest_setting_wins() {
    let settings = |call: signed_api::Call| {
        let texts = call.settings.iter().map(|(name, value)| match value {
            Preset::Text(text) => format!("{name}={text}"),
            other => format!("{other:?}"),
        });
        (call.signing, texts.collect::<Vec<_>>().join(" "))
    };
    let calls = [
        settings(SettingsFar::CALL),
        settings(SettingsNear::CALL),
        settings(SettingsOwn::CALL),
        settings(SettingsTyped::CALL),
        settings(SettingsNone::CALL),
    ];
    let expected = [
        (Signing::Scheme, "service=far payload=UNSIGNED-PAYLOAD"),
        (Signing::Scheme, "payload=UNSIGNED-PAYLOAD service=near"),
        (Signing::Scheme, "service=own"),
        (Signing::Scheme, "service=typed"),
        (Signing::Unsigned, ""),
    ];
    assert_eq!(
        calls,
        expected.map(|(signing, text)| (signing, text.to_owned()))
    );
}

/// One client for all kinds of calls of an exchange: in the query, in a form, not signed at all.
#[signed_api(scheme = "binance")]
trait Spot {
    #[get("/api/v3/ping", unsigned)]
    async fn ping(&self) -> Result<()>;
    #[post("/api/v3/order?symbol=LTCBTC", scheme = "binance-form")]
    async fn order(
        &self,
        #[query] side: &str,
        #[query] r#type: &str,
        #[query("timeInForce")] time_in_force: &str,
        #[form] quantity: u32,
        #[form] price: &str,
        #[form("recvWindow")] window: u32,
    ) -> Result<()>;
}

/// The provider's own example of a signed order, half in the query and half in the body.
#[test]
fn a_form_is_signed_in_the_form() {
    let memory = Memory::new();
    for _ in 0..2 {
        memory.answer(http::Response::new(""));
    }
    let binance = signed_api::schemes::Binance {
        api_key: "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A".into(),
        secret: "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j".into(),
    };
    let then = at(1_499_827_319) + std::time::Duration::from_millis(559);
    let spot = SpotClient::builder("https://api.binance.com", binance)
        .transport(memory.clone())
        .clock(move || then);
    let spot: SpotClient = spot.build().unwrap();
    now_or_never(spot.ping()).unwrap();
    now_or_never(spot.order("BUY", "LIMIT", "GTC", 1, "0.1", 5000)).unwrap();
    let requests = memory.requests();
    let host = ("host", "api.binance.com");
    let ping = Incoming::of(&requests[0]);
    assert_sent(&ping, "GET /api/v3/ping", &[("accept", "*/*"), host], "");
    let line = "POST /api/v3/order?symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC";
    let body = concat!(
        "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
        "&signature=0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77",
    );
    let headers = [
        ("accept", "*/*"),
        ("content-length", &*body.len().to_string()),
        ("content-type", "application/x-www-form-urlencoded"),
        host,
        (
            "x-mbx-apikey",
            "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A",
        ),
    ];
    assert_sent(&Incoming::of(&requests[1]), line, &headers, body);
}
