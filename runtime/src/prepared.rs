//! Signers that were used before, so that a key is prepared once.

use std::{
    any::Any,
    mem,
    sync::{Arc, RwLock},
};

use signed_api_specs::data::NonceKind;

use crate::{Scheme, SchemeData, Signer, counter::Counter, scheme::same};

/// The last signer of each scheme that a client signs by: most have one.
///
/// Nobody waits for it: whoever cannot look because it is just being changed prepares the key for
/// itself, and what cannot be kept because others are looking is kept by a later call.
#[derive(Default)]
pub(crate) struct Prepared(RwLock<Signers>);

/// One of each scheme, so a list is found through faster than a map.
type Signers = Vec<Arc<dyn Any + Send + Sync>>;

/// A signer, and what it was made of.
pub(crate) struct Ready<S: Scheme> {
    scheme: S,
    pub(crate) signer: Signer<S>,
    /// The nonces that the scheme wants: none, if it writes none.
    pub(crate) nonce: NonceKind,
    /// What increasing nonces of this key are counted by.
    pub(crate) counter: &'static Counter,
}

impl Prepared {
    /// The signer of these credentials: the last one, unless they have changed.
    pub(crate) fn signer<S: Scheme>(&self, scheme: S) -> Arc<Ready<S>> {
        if let Some(ready) = self.last().filter(|ready| same(&ready.scheme, &scheme)) {
            return ready;
        }
        let ready = Arc::new(Ready {
            signer: Signer::new(scheme.clone()),
            nonce: nonce(S::DATA),
            counter: Counter::of(&scheme),
            scheme,
        });
        drop(self.keep(&ready));
        ready
    }

    /// The last signer of a scheme.
    fn last<S: Scheme>(&self) -> Option<Arc<Ready<S>>> {
        let all = self.0.try_read().ok()?;
        let of_this_scheme =
            |any: &Arc<dyn Any + Send + Sync>| Arc::clone(any).downcast::<Ready<S>>().ok();
        all.iter().find_map(of_this_scheme)
    }

    /// Keeps a signer in the place of the last one. That is given back, so that its secrets are
    /// wiped when nobody is locked out.
    fn keep<S: Scheme>(&self, ready: &Arc<Ready<S>>) -> Option<Arc<dyn Any + Send + Sync>> {
        let mut all = self.0.try_write().ok()?;
        let last = all.iter_mut().find(|any| any.is::<Ready<S>>());
        let ready = Arc::clone(ready);
        if let Some(last) = last {
            return Some(mem::replace(last, ready));
        }
        all.push(ready);
        None
    }
}

/// Making a random one takes as long as half a signature.
fn nonce(data: &SchemeData<'_>) -> NonceKind {
    if data.uses_nonce() {
        data.nonce
    } else {
        NonceKind::Given
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schemes::{Acs, AcsDate};

    #[test]
    fn a_signer_is_made_once_for_each_scheme_and_anew_for_other_credentials() {
        let prepared = Prepared::default();
        let acs = |key: &str| Acs {
            access_key: key.into(),
        };
        let (one, date) = (
            prepared.signer(acs("YQ==")),
            prepared.signer(AcsDate::from(acs("YQ=="))),
        );
        assert!(Arc::ptr_eq(&one, &prepared.signer(acs("YQ=="))));
        assert!(Arc::ptr_eq(
            &date,
            &prepared.signer(AcsDate::from(acs("YQ==")))
        ));
        let other = prepared.signer(acs("Yg=="));
        assert!(!Arc::ptr_eq(&one, &other));
        assert!(Arc::ptr_eq(&other, &prepared.signer(acs("Yg=="))));
    }
}
