//! Generated clients whose requests can be seen.

use signed_api::{
    schemes::{Acs, SinchApplication},
    testing::Memory,
};
use signed_api_tests::{
    Incoming, NOW,
    api::{CallAutomationClient, Callout, Destination, TtsCallout, VoiceClient},
    at,
};

pub(crate) const ACS: &str = "https://contoso-calls.communication.azure.com";
pub(crate) const ACS_KEY: &str =
    "GA91MMkl1IsrtreW3VDQwA48wyc6M5u7qfpVrphQWJEHblAofoJmpvo+vvgL3kF/Sysww+F4ldxwKvgc1qSRxw==";
pub(crate) const DATE: &str = "Fri, 02 Jan 2026 03:04:05 GMT";
pub(crate) const SINCH_KEY: &str = "5f5c418a-0f91-4bbc-8234-a9bf5eddad97";
pub(crate) const SINCH_SECRET: &str = "Rm9yIHRlc3RpbmcgLSBtYWRlIHVwIGtleSAwMQ==";

pub(crate) fn acs(answer: &'static str) -> (CallAutomationClient, Memory) {
    let memory = Memory::new();
    memory.answer(http::Response::new(answer));
    let calls = CallAutomationClient::builder(
        ACS,
        Acs {
            access_key: ACS_KEY.into(),
        },
    );
    (
        calls
            .transport(memory.clone())
            .clock(|| at(NOW))
            .build()
            .unwrap(),
        memory,
    )
}

pub(crate) fn sinch(answer: &'static str) -> (VoiceClient, Memory) {
    let memory = Memory::new();
    memory.answer(http::Response::new(answer));
    let scheme = SinchApplication {
        application_key: SINCH_KEY.into(),
        application_secret: SINCH_SECRET.into(),
    };
    let voice = VoiceClient::builder("https://calling.api.sinch.com", scheme);
    let now = at(NOW) + std::time::Duration::from_millis(678);
    (
        voice
            .transport(memory.clone())
            .clock(move || now)
            .build()
            .unwrap(),
        memory,
    )
}

pub(crate) fn sent(memory: &Memory) -> Incoming {
    let [request] = &*memory.requests() else {
        panic!("one request")
    };
    Incoming::of(request)
}

pub(crate) fn callout(text: &str) -> Callout {
    let destination = Destination {
        r#type: "number".to_owned(),
        endpoint: "+14155550123".to_owned(),
    };
    let (cli, locale) = ("+14155550100".to_owned(), "en-US".to_owned());
    Callout::TtsCallout(TtsCallout {
        cli,
        destination,
        locale,
        text: text.to_owned(),
    })
}
