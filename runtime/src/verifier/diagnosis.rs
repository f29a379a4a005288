//! The mistake behind a refusal.

use std::time::SystemTime;

use http::request::Parts;
use signed_api_specs::diagnose::{ATTEMPTS, Diagnosis, Suspect};
use signed_api_specs::{Refusal, RequestView, SchemeData, Timestamp};
use zeroize::Zeroizing;

use super::{Keys, Verifier, Wire};
use crate::{Scheme, layered::Layered};

impl<S: Scheme> Verifier<S> {
    /// Finds the mistake behind a refusal: known ways of getting a signature wrong are made, one and
    /// two at a time, until one gives the signature that was received.
    ///
    /// It tells what was nearly right, so it is for tests and for the owner of the key, and nothing
    /// that a service should answer. No secret is in it. It makes up to [`ATTEMPTS`] signatures, which
    /// takes some seconds in a program that is not optimised. Of several keys the first counts, the
    /// others are tried as mistakes.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use signed_api::{Verifier, schemes::GithubWebhook};
    ///
    /// let verifier = Verifier::new(GithubWebhook { secret: "It's a Secret to Everybody".into() })?;
    /// // Signed as it should be, and then a line end was added to the body.
    /// let (parts, body) = http::Request::post("https://ci.example/github/webhook")
    ///     .header("x-hub-signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
    ///     .body("Hello, World!\n")?
    ///     .into_parts();
    /// let diagnosis = verifier.diagnose(&parts, body.as_bytes(), SystemTime::now())?;
    /// assert_eq!(diagnosis.findings[0].mistakes[0].name, "blanks around the body");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the request says no host, the clock is beyond the year 9999, or no key is known for it.
    pub fn diagnose(
        &self,
        parts: &Parts,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Diagnosis, Refusal> {
        self.diagnose_among(&[], ATTEMPTS, parts, body, now)
    }

    /// The same, where other schemes may have been meant, with so many attempts.
    pub(crate) fn diagnose_among(
        &self,
        neighbours: &[SchemeData<'_>],
        attempts: usize,
        parts: &Parts,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Diagnosis, Refusal> {
        let now = Timestamp::try_from(now)
            .map_err(|_| Refusal::Request(signed_api_specs::Error::Time))?;
        let wire = Wire::of(parts, self.public_url.as_ref())?;
        let request = wire.view(parts, body.into());
        let unknown = || Refusal::UnknownKey {
            name: "key".to_owned(),
        };
        let (scheme, others) = self.scheme_for(request).ok_or_else(unknown)?;
        let values = Layered::new(&self.settings, &scheme);
        let suspect = Suspect {
            request,
            values: &values,
            now,
            timely: true,
            nonce: "",
            limits: self.limits,
            required: &self.required,
            signature: None,
            neighbours,
            placeholders: &[],
            other_secrets: &others,
            attempts,
        };
        // Whoever has a verifier has a scheme that can be read.
        S::DATA.diagnose(suspect).map_err(|_| unknown())
    }

    /// The credentials that a request should have been signed with, and the secrets of the others.
    fn scheme_for(&self, request: RequestView<'_>) -> Option<(S, Zeroizing<Vec<String>>)> {
        match &self.keys {
            Keys::LookedUp(find) => {
                let received = self.reading.read(S::DATA, request).ok()?;
                Some((find(&received)?, Zeroizing::default()))
            }
            Keys::Known(known) => {
                let ((first, _), others) = known.split_first()?;
                let others = others.iter().flat_map(|(scheme, _)| secrets(scheme));
                Some((first.clone(), Zeroizing::new(others.collect())))
            }
        }
    }
}

fn secrets<S: Scheme>(scheme: &S) -> Vec<String> {
    let data = S::DATA;
    let secret = data.credentials.iter().filter(|one| one.secret);
    let texts = secret.filter_map(|one| match scheme.value(data.text(one.name)) {
        Some(crate::Value::Text(text)) => Some(text.to_owned()),
        _ => None,
    });
    texts.collect()
}
