//! A request as it goes over the wire, signed and verified.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use signed_api_specs::data::{SchemeData, Verify};
use signed_api_specs::{
    Error, Input, Reading, Refusal, RequestView, SigningKey, Verification, Verified,
};

use crate::seed::Given;

/// A request as it goes over the wire.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wire {
    pub(crate) method: String,
    pub(crate) scheme: String,
    pub(crate) authority: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Wire {
    pub(crate) fn view(&self) -> RequestView<'_> {
        RequestView {
            method: &self.method,
            scheme: &self.scheme,
            authority: &self.authority,
            path_and_query: &self.target,
            headers: &self.headers,
            body: self.body.as_slice().into(),
        }
    }

    /// A body that the scheme makes out of nothing says what it is, as a client says it.
    pub(crate) fn of_kind(mut self, data: &SchemeData<'_>) -> Self {
        if let Some(kind) = data.made_kind(&self.body) {
            let kind = HeaderValue::from_static(kind);
            self.headers.entry(header::CONTENT_TYPE).or_insert(kind);
        }
        self
    }

    /// The request signed, and what was signed.
    pub(crate) fn signed(
        &self,
        data: &SchemeData<'_>,
        given: &Given,
    ) -> Result<(Self, Vec<u8>), Error> {
        let signing = SigningKey::new(data).sign(self.input(given))?;
        let mut sent = self.clone();
        for one in signing.headers(data) {
            let (index, value) = one?;
            let name = index.map_or("host", |index| data.text(data.entries[index].name));
            sent.headers
                .insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), value);
        }
        if let Some(target) = signing.target() {
            sent.target = target.into_owned();
        }
        if let Some(body) = signing.body {
            sent.body = body.into();
            if let Some(length) = sent.headers.get_mut(header::CONTENT_LENGTH) {
                *length = sent.body.len().into();
            }
        }
        Ok((sent, signing.string_to_sign.expose().to_vec()))
    }

    pub(crate) fn input<'w>(&'w self, given: &'w Given) -> Input<'w> {
        Input {
            request: self.view(),
            values: given,
            now: given.now,
            nonce: &given.nonce,
        }
    }

    /// What a verifier says that does not look at the clock: a time that is another must be told
    /// by the signature.
    pub(crate) fn verified(
        &self,
        data: &SchemeData<'_>,
        reading: &Reading,
        given: &Given,
    ) -> Result<Verified, Refusal> {
        let mut request = self.view();
        // On the wire a request line holds no host: the `Host` header alone says it.
        let said = self
            .headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        request.authority = said.unwrap_or(&self.authority);
        let received = reading.read(data, request)?;
        let limits = Verify {
            tolerance: None,
            future: None,
            ..data.verify
        };
        let verification = Verification {
            request,
            values: given,
            now: given.now,
            limits,
            required: &[],
        };
        reading.verify(&SigningKey::new(data), received, verification)
    }
}
