//! TLS of the default transports: who is trusted, and who does the cryptography.

use std::sync::Arc;
#[cfg(feature = "reqwest")]
use std::sync::OnceLock;

use rustls::crypto::CryptoProvider;
#[cfg(feature = "reqwest")]
use rustls::{ClientConfig, RootCertStore};
#[cfg(feature = "reqwest")]
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::Error;

/// TLS as the system trusts it. Reading its certificates takes a while, so it is done once.
#[cfg(feature = "reqwest")]
pub(super) fn trusting() -> Result<ClientConfig, Error> {
    static CONFIG: OnceLock<ClientConfig> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let config = builder()?
        .with_platform_verifier()
        .map_err(no_tls)?
        .with_no_client_auth();
    Ok(CONFIG.get_or_init(|| config).clone())
}

/// reqwest wants to know about TLS even for `http://`; a container without certificates has no
/// answer, and needs none.
#[cfg(feature = "reqwest")]
pub(super) fn trusting_nobody() -> Result<ClientConfig, Error> {
    Ok(builder()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

#[cfg(feature = "reqwest")]
fn builder() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, Error> {
    ClientConfig::builder_with_provider(cryptography()?)
        .with_safe_default_protocol_versions()
        .map_err(no_tls)
}

/// What the process has installed, else what was built in.
pub(super) fn cryptography() -> Result<Arc<CryptoProvider>, Error> {
    if let Some(installed) = CryptoProvider::get_default() {
        return Ok(installed.clone());
    }
    #[cfg(feature = "aws-lc-rs")]
    let built_in = Some(rustls::crypto::aws_lc_rs::default_provider());
    #[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
    let built_in = Some(rustls::crypto::ring::default_provider());
    #[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
    let built_in = None;
    built_in.map(Arc::new).ok_or_else(|| {
        Error::transport(
            "TLS has no cryptography: turn on feature `aws-lc-rs` or `ring`, or install a \
             `rustls::crypto::CryptoProvider`",
        )
    })
}

#[cfg(feature = "reqwest")]
fn no_tls(error: rustls::Error) -> Error {
    Error::transport("TLS could not be set up").because(error)
}
