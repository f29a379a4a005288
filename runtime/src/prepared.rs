//! Signers that were used before, so that a key is prepared once.

use std::{
    any::Any,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{Scheme, Signer, counter::Counter, scheme::same};

/// The last signer of each scheme that a client signs by: most have one.
#[derive(Default)]
pub(crate) struct Prepared(Mutex<Vec<Arc<dyn Any + Send + Sync>>>);

/// A signer, and what it was made of.
pub(crate) struct Ready<S: Scheme> {
    scheme: S,
    pub(crate) signer: Signer<S>,
    /// What increasing nonces of this key are counted by.
    pub(crate) counter: Arc<Counter>,
}

impl Prepared {
    /// The signer of these credentials: the last one, unless they have changed.
    pub(crate) fn signer<S: Scheme>(&self, scheme: S) -> Arc<Ready<S>> {
        // A panic elsewhere leaves the list whole: it is only ever replaced entry by entry.
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_this_scheme =
            |any: &Arc<dyn Any + Send + Sync>| Arc::clone(any).downcast::<Ready<S>>().ok();
        if let Some(ready) = all
            .iter()
            .find_map(of_this_scheme)
            .filter(|ready| same(&ready.scheme, &scheme))
        {
            return ready;
        }
        let ready = Arc::new(Ready {
            signer: Signer::new(scheme.clone()),
            counter: Counter::of(&scheme),
            scheme,
        });
        all.retain(|any| !any.is::<Ready<S>>());
        all.push(Arc::clone(&ready) as _);
        ready
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
