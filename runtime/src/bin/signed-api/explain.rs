//! `signed-api explain`.

use std::path::Path;

use crate::answer::AnswerText;
use crate::call::Call;
use crate::given::Purpose;
use crate::print;

/// Prints every step of signing the request; with an answer, what it says of that, and what differs.
pub(crate) fn explain(call: &Call, answer: Option<&Path>) -> Result<bool, String> {
    let answer = answer.map(AnswerText::read).transpose()?;
    let opened = call.open(Purpose::Signing)?;
    let nonce = call.signing_nonce(&opened)?;
    let (scheme, input) = (opened.scheme.data(), opened.input(&nonce)?);
    if let Some(answer) = answer {
        let refused = scheme.refused(input, &answer.answer());
        print::line(&refused);
        return Ok(refused.signed.error.is_none());
    }
    let explanation = scheme.explain(input);
    print::line(&explanation);
    Ok(explanation.error.is_none())
}
