//! Requests that were signed rightly, and who verifies them.

use signed_api::{
    Moment, Scheme, Signer, Unsigned, Verifier, scheme,
    schemes::{Acs, AwsSigv4, SinchCallback},
};
use signed_api_tests::{Incoming, NOW, at, moment};

scheme!(
    /// A signature in the query.
    pub(crate) Link = "schemes/link.toml"
);

pub(crate) const KEY: &str = "c2VjcmV0";
pub(crate) const DATE: &str = "Fri, 02 Jan 2026 03:04:05 GMT";

pub(crate) fn acs() -> Acs {
    Acs {
        access_key: KEY.into(),
    }
}

pub(crate) fn aws() -> AwsSigv4 {
    AwsSigv4 {
        access_key_id: "AKID".into(),
        secret_access_key: "secret".into(),
        session_token: None,
        region: "eu-west-3".into(),
    }
}

pub(crate) fn sinch(key: &str, secret: &str) -> SinchCallback {
    SinchCallback {
        application_key: key.into(),
        application_secret: secret.into(),
    }
}

pub(crate) fn link() -> Link {
    Link {
        key_id: "k".into(),
        secret: "s".into(),
    }
}

pub(crate) fn signed<S: Scheme>(scheme: S, settings: &[(&str, &str)], moment: &Moment) -> Incoming {
    let request = http::Request::post("https://h.example/a?x=1")
        .header("content-type", "text/plain")
        .header("x-a", "1");
    let mut unsigned = Unsigned::new(request.body("body").unwrap());
    for (name, value) in settings {
        unsigned.set(*name, *value);
    }
    Incoming::of(&Signer::new(scheme).sign(unsigned, moment).unwrap())
}

pub(crate) fn by_acs() -> Incoming {
    signed(acs(), &[], &moment(NOW))
}

pub(crate) fn by_aws() -> Incoming {
    signed(aws(), &[("service", "execute-api")], &moment(NOW))
}

pub(crate) fn by_link() -> Incoming {
    signed(
        link(),
        &[],
        &Moment {
            now: at(NOW),
            nonce: "n1".to_owned(),
        },
    )
}

pub(crate) fn acs_verifier() -> Verifier<Acs> {
    Verifier::new(acs()).unwrap()
}

pub(crate) fn aws_verifier() -> Verifier<AwsSigv4> {
    Verifier::new(aws())
        .unwrap()
        .setting("service", "execute-api")
        .unwrap()
}
