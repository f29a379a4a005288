//! A client of Azure Communication Services without a library, to be spoilt in one place; and the
//! generated one beside it.

use signed_api::{Error, Refusal, Verifier, schemes::Acs, testing::Memory};
use signed_api_tests::{
    Incoming, NOW,
    api::{CallAutomation as _, CallAutomationClient, Play},
    at,
    by_hand::{base64, decoded, hmac_sha256, sha256},
};

pub(crate) const HOST: &str = "contoso.communication.azure.com";
pub(crate) const KEY: &str =
    "GA91MMkl1IsrtreW3VDQwA48wyc6M5u7qfpVrphQWJEHblAofoJmpvo+vvgL3kF/Sysww+F4ldxwKvgc1qSRxw==";
pub(crate) const PLAY: &str = "/calling/callConnections/421f3500:play?api-version=2026-03-12";
pub(crate) const DATE: &str = "Fri, 02 Jan 2026 03:04:05 GMT";
pub(crate) const BODY: &str = r#"{"text":"Hello"}"#;

pub(crate) const NO_MATCH: &str = "the signature does not match";
pub(crate) const BODY_DIFFERS: &str =
    "the header `x-ms-content-sha256` is not what this request makes of it";
pub(crate) const OTHER_FORM: &str =
    "the header `authorization` does not have the form of this scheme";

/// What is sent, and beside it what is signed: where the two differ is the mistake.
#[derive(Clone, Copy)]
pub(crate) struct ByHand {
    pub(crate) method: &'static str,
    pub(crate) signed_method: &'static str,
    pub(crate) target: &'static str,
    pub(crate) signed_target: &'static str,
    pub(crate) host: &'static str,
    pub(crate) signed_host: &'static str,
    pub(crate) date_header: &'static str,
    pub(crate) date: &'static str,
    pub(crate) signed_date: &'static str,
    pub(crate) body: &'static [u8],
    pub(crate) hash: fn(&[u8]) -> String,
    pub(crate) hashed: &'static [u8],
    pub(crate) key: fn() -> Vec<u8>,
    pub(crate) newline: &'static str,
    pub(crate) between: &'static str,
    pub(crate) end: &'static str,
    /// What stands before the signature.
    pub(crate) authorization: &'static str,
}

/// Without a mistake.
pub(crate) const RIGHT: ByHand = ByHand {
    method: "POST",
    signed_method: "POST",
    target: PLAY,
    signed_target: PLAY,
    host: HOST,
    signed_host: HOST,
    date_header: "x-ms-date",
    date: DATE,
    signed_date: DATE,
    body: BODY.as_bytes(),
    hash: |body| base64(&sha256(body)),
    hashed: BODY.as_bytes(),
    key: || decoded(KEY),
    newline: "\n",
    between: ";",
    end: "",
    authorization: "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=",
};

impl ByHand {
    /// Another target, sent and signed.
    pub(crate) const fn target(self, target: &'static str) -> Self {
        Self {
            target,
            signed_target: target,
            ..self
        }
    }

    /// Another body, sent and hashed.
    pub(crate) const fn body(self, body: &'static [u8]) -> Self {
        Self {
            body,
            hashed: body,
            ..self
        }
    }

    pub(crate) fn string_to_sign(&self) -> String {
        let Self {
            newline, between, ..
        } = self;
        let hash = (self.hash)(self.hashed);
        let (date, host) = (self.signed_date, self.signed_host);
        let last = format!("{date}{between}{host}{between}{hash}{}", self.end);
        [self.signed_method, self.signed_target, &last].join(newline)
    }

    /// What arrives at the server.
    pub(crate) fn sent(&self) -> Incoming {
        let signature = base64(&hmac_sha256(
            &(self.key)(),
            self.string_to_sign().as_bytes(),
        ));
        Incoming::new(self.method, self.target, self.body)
            .with("host", self.host)
            .with("content-type", "application/json")
            .with(self.date_header, self.date)
            .with("x-ms-content-sha256", &(self.hash)(self.hashed))
            .with(
                "authorization",
                &format!("{}{signature}", self.authorization),
            )
    }

    /// Why the server refuses it.
    pub(crate) fn refused(&self) -> String {
        self.sent().refused_by(&verifier())
    }

    /// What the server would have signed: in a test of one's own, the line that differs is the
    /// mistake.
    pub(crate) fn should_have_signed(&self) -> String {
        match self.sent().shown_to(&verifier()) {
            Err(Refusal::Signature { string_to_sign, .. }) => string_to_sign.to_string(),
            other => panic!("not refused for its signature: {other:?}"),
        }
    }
}

pub(crate) fn verifier() -> Verifier<Acs> {
    Verifier::new(Acs {
        access_key: KEY.into(),
    })
    .unwrap()
}

/// The generated client, and where its requests can be seen.
pub(crate) fn client(endpoint: &str, key: &str) -> (CallAutomationClient, Memory) {
    let memory = Memory::new();
    memory.answer(http::Response::new(""));
    let client = CallAutomationClient::builder(
        endpoint,
        Acs {
            access_key: key.into(),
        },
    );
    let client = client
        .transport(memory.clone())
        .clock(|| at(NOW))
        .build()
        .unwrap();
    (client, memory)
}

/// What a call of the generated client sends. It is accepted, always.
pub(crate) fn ours(
    endpoint: &str,
    call: impl AsyncFnOnce(&CallAutomationClient) -> Result<(), Error>,
) -> Incoming {
    let (client, memory) = client(endpoint, KEY);
    signed_api_tests::now_or_never(call(&client)).unwrap();
    let sent = Incoming::of(&memory.requests()[0]);
    sent.shown_to(&verifier())
        .expect("the client signs what it sends");
    sent
}

/// `POST …/421f3500:play` by the generated client.
pub(crate) fn our_play() -> Incoming {
    let play = Play {
        text: "Hello".to_owned(),
    };
    ours(&format!("https://{HOST}"), async |calls| {
        calls.play("421f3500", &play).await
    })
}
