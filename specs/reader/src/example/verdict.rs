//! What a verifier says of an example.

use http::header::{CONTENT_LENGTH, Entry, HOST};
use http::{HeaderName, Uri};

use super::Example;
use super::given::Given;
use crate::http_text::HttpText;
use crate::problem::Problem;
use signed_api_specs::{Reading, Refusal, Signing, SigningKey, Timestamp, Verification};

impl Example<'_> {
    /// An example with a verdict is a request as received, signature and all.
    pub(super) fn verify(&mut self, request: &HttpText, given: &Given, now: Timestamp) {
        let Some(verdict) = &self.draft.verdict else {
            return;
        };
        let message = match (verdict.text.as_str(), self.verified(request, given, now)) {
            ("accept" | "reject", Err(unreadable)) => unreadable,
            ("accept", Ok(Err(reason))) => format!("this example is rejected: {reason}"),
            ("reject", Ok(Ok(()))) => "this example is accepted".to_owned(),
            ("accept" | "reject", _) => return,
            _ => "a verdict is `accept` or `reject`".to_owned(),
        };
        self.findings.error(&verdict.place, message);
    }

    /// The verifier's verdict, or why there is none.
    fn verified(
        &self,
        request: &HttpText,
        given: &Given,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>, String> {
        let reading = Reading::new(self.data)
            .map_err(|reason| format!("this scheme can sign, and cannot verify: {reason}"))?;
        let verified = request.view().map_err(Refusal::from).and_then(|view| {
            let verification = Verification {
                request: view,
                values: given,
                now,
                limits: self.data.verify,
                required: &[],
            };
            let received = reading.read(self.data, view)?;
            reading.verify(&SigningKey::new(self.data), received, verification)
        });
        Ok(verified.map(drop))
    }

    /// What a file signs it accepts, if it can be read at all.
    pub(super) fn verify_signed(
        &mut self,
        request: &HttpText,
        signing: &Signing,
        given: &Given,
        now: Timestamp,
    ) {
        let signed = self.signed(request, signing);
        let verified = signed.map(|signed| self.verified(&signed, given, now));
        if let Some(Ok(Err(reason))) = verified {
            let message = format!("this example, as it is signed here, is rejected: {reason}");
            self.findings.add(Problem::warning(&self.place(), message));
        }
    }

    /// The request with what signing adds; `None` if that cannot be sent.
    fn signed(&self, request: &HttpText, signing: &Signing) -> Option<HttpText> {
        let mut signed = request.clone();
        for header in signing.headers(self.data) {
            let (entry, value) = header.ok()?;
            let name = |entry: usize| self.data.text(self.data.entries[entry].name);
            let name = entry.map_or(Ok(HOST), |entry| name(entry).parse::<HeaderName>());
            signed.headers.insert(name.ok()?, value);
        }
        if let Some(target) = signing.path_and_query().ok()? {
            let mut parts = signed.uri.into_parts();
            parts.path_and_query = Some(target);
            signed.uri = Uri::from_parts(parts).ok()?;
        }
        if let Some(body) = &signing.body {
            signed.body = body.to_vec();
            if let Entry::Occupied(mut length) = signed.headers.entry(CONTENT_LENGTH) {
                length.insert(body.len().into());
            }
        }
        Some(signed)
    }
}
