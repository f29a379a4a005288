//! `signed-api explain`.

use crate::call::Call;
use crate::given::Purpose;
use crate::print;

/// Prints every step of signing the request.
pub(crate) fn explain(call: &Call) -> Result<bool, String> {
    let opened = call.open(Purpose::Signing)?;
    let nonce = call.signing_nonce(&opened)?;
    let explanation = opened.scheme.data().explain(opened.input(&nonce)?);
    print::line(&explanation);
    Ok(explanation.error.is_none())
}
