//! A client of Sinch without a library, to be spoilt in one place; and the generated one beside
//! it.

use signed_api::{Error, Verifier, schemes::SinchApplication, testing::Memory};
use signed_api_tests::{
    Incoming, NOW,
    api::VoiceClient,
    at,
    by_hand::{base64, decoded, hmac_sha256, md5},
    now_or_never,
};

pub(crate) const KEY: &str = "5F5C418A0F914BBC8234A9BF5EDDAD97";
pub(crate) const SECRET: &str = "JViE5vDor0Sw3WllZka15Q==";
pub(crate) const TIME: &str = "2026-01-02T03:04:05.000Z";
pub(crate) const BODY: &str = r#"{"message":"Hello world"}"#;
pub(crate) const JSON: &str = "application/json";
pub(crate) const NO_MATCH: &str = "the signature does not match";

/// A client without a library: what is sent, and beside it what is signed.
#[derive(Clone, Copy)]
pub(crate) struct ByHand {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) signed_path: &'static str,
    pub(crate) body: &'static [u8],
    /// The line of the hash.
    pub(crate) hash: fn() -> String,
    pub(crate) content_type: Option<&'static str>,
    pub(crate) signed_content_type: &'static str,
    pub(crate) time: &'static str,
    pub(crate) signed_time: &'static str,
    pub(crate) key: fn() -> Vec<u8>,
    pub(crate) newline: &'static str,
    pub(crate) word: &'static str,
}

pub(crate) const RIGHT: ByHand = ByHand {
    method: "POST",
    path: "/raw",
    signed_path: "/raw",
    body: BODY.as_bytes(),
    hash: || base64(&md5(BODY.as_bytes())),
    content_type: Some(JSON),
    signed_content_type: JSON,
    time: TIME,
    signed_time: "x-timestamp:2026-01-02T03:04:05.000Z",
    key: || decoded(SECRET),
    newline: "\n",
    word: "application",
};

pub(crate) const GET: ByHand = ByHand {
    method: "GET",
    body: b"",
    hash: String::new,
    ..RIGHT
};

impl ByHand {
    pub(crate) fn sent(&self) -> Incoming {
        let hash = (self.hash)();
        let text = [
            self.method,
            &hash,
            self.signed_content_type,
            self.signed_time,
            self.signed_path,
        ];
        let signature = base64(&hmac_sha256(
            &(self.key)(),
            text.join(self.newline).as_bytes(),
        ));
        let sent = Incoming::new(self.method, self.path, self.body)
            .with("host", "calling.api.sinch.com")
            .with("x-timestamp", self.time)
            .with("authorization", &format!("{} {KEY}:{signature}", self.word));
        match self.content_type {
            Some(content_type) => sent.with("content-type", content_type),
            None => sent,
        }
    }

    pub(crate) fn refused(&self) -> String {
        self.sent().refused_by(&verifier())
    }

    pub(crate) fn accepted(&self) {
        self.sent().shown_to(&verifier()).unwrap();
    }
}

pub(crate) fn scheme() -> SinchApplication {
    SinchApplication {
        application_key: KEY.into(),
        application_secret: SECRET.into(),
    }
}

pub(crate) fn verifier() -> Verifier<SinchApplication> {
    Verifier::new(scheme()).unwrap()
}

/// What a call of the generated client sends. It is accepted, always.
pub(crate) fn ours(call: impl AsyncFnOnce(&VoiceClient) -> Result<(), Error>) -> Incoming {
    let memory = Memory::new();
    memory.answer(http::Response::new(""));
    let voice = VoiceClient::builder("https://calling.api.sinch.com", scheme());
    let voice = voice
        .transport(memory.clone())
        .clock(|| at(NOW))
        .build()
        .unwrap();
    now_or_never(call(&voice)).unwrap();
    let sent = Incoming::of(&memory.requests()[0]);
    sent.shown_to(&verifier())
        .expect("the client signs what it sends");
    sent
}
