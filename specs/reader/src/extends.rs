//! `extends`: a draft over the draft of another file.

use super::document::Key;
use super::draft::{
    Change, Changes, CredentialDraft, Draft, LOCATIONS, Sent, SignatureDraft, VerifyDraft,
};
use super::problem::{Findings, Place, did_you_mean};

/// Lays a draft over the one that it extends, called `base`.
pub(crate) fn extend(
    mut variant: Draft,
    mut base: Draft,
    name: &str,
    findings: &mut Findings,
) -> Draft {
    let mut over = Merge {
        base: name,
        findings,
    };
    for (section, place) in std::mem::take(&mut variant.removed) {
        if !remove_section(&mut base, section) {
            over.nothing(&place, &format!("[{section}]"), "");
        }
    }
    let credentials = over.changes("credentials", base.credentials, variant.credentials);
    // Of a variant whose credentials stand in none it says nothing.
    let connects = |(_, one): &(Key, Change<CredentialDraft>)| {
        one.set().is_some_and(|one| one.member.is_some())
    };
    let connection = base.connection.filter(|_| credentials.iter().any(connects));
    Draft {
        title: variant.title,
        extends: variant.extends,
        nonce: variant.nonce.or(base.nonce),
        covers: variant.covers,
        credentials,
        connection: variant.connection.or(connection),
        settings: over.changes("settings", base.settings, variant.settings),
        lets: over.changes("let", base.lets, variant.lets),
        signature: over.signature(base.signature, variant.signature),
        sent: over.sent(base.sent, variant.sent),
        verify: VerifyDraft {
            tolerance: variant.verify.tolerance.or(base.verify.tolerance),
            future: variant.verify.future.or(base.verify.future),
            since: variant.verify.since.or(base.verify.since),
            until: variant.verify.until.or(base.verify.until),
        },
        refusal: variant.refusal.or(base.refusal),
        examples: variant.examples,
        removed: Vec::new(),
    }
}

/// Takes a section out; `false` if there is none.
fn remove_section(base: &mut Draft, section: &str) -> bool {
    match section {
        "credentials" => !std::mem::take(&mut base.credentials).is_empty(),
        "connection" => base.connection.take().is_some(),
        "settings" => !std::mem::take(&mut base.settings).is_empty(),
        "let" => !std::mem::take(&mut base.lets).is_empty(),
        "signature" => std::mem::take(&mut base.signature).place.is_some(),
        "verify" => {
            let verify = std::mem::take(&mut base.verify);
            let times = verify.since.is_some() || verify.until.is_some();
            verify.tolerance.is_some() || verify.future.is_some() || times
        }
        "refusal" => base.refusal.take().is_some(),
        _ => true,
    }
}

/// Says what takes out nothing, in a file that extends none.
pub(crate) fn refuse_removals(draft: &Draft, findings: &mut Findings) {
    let mut refuse = |place: &Place| {
        findings.error(
            place,
            "`= false` takes out what an extended file says, and this file extends none",
        );
    };
    for (_, place) in &draft.removed {
        refuse(place);
    }
    let signature = &draft.signature;
    removed(&draft.credentials, &mut refuse);
    removed(&draft.settings, &mut refuse);
    removed(&draft.lets, &mut refuse);
    for change in [
        &signature.algorithm,
        &signature.string_to_sign,
        &signature.join_repeated,
    ]
    .into_iter()
    .flatten()
    {
        one_removed(change, &mut refuse);
    }
    for change in [&signature.key, &signature.signed_headers]
        .into_iter()
        .flatten()
    {
        one_removed(change, &mut refuse);
    }
    for change in draft.sent.iter().flatten() {
        one_removed(change, &mut refuse);
    }
}

fn removed<T>(changes: &Changes<T>, refuse: &mut impl FnMut(&Place)) {
    for (_, change) in changes {
        one_removed(change, refuse);
    }
}

fn one_removed<T>(change: &Change<T>, refuse: &mut impl FnMut(&Place)) {
    if let Change::Remove(place) = change {
        refuse(place);
    }
}

struct Merge<'m> {
    base: &'m str,
    findings: &'m mut Findings,
}

impl Merge<'_> {
    fn nothing(&mut self, place: &Place, what: &str, near: &str) {
        self.findings.error(
            place,
            format!("`{}` has no `{what}` to take out{near}", self.base),
        );
    }

    /// Key by key: the base's order, changed in place; what is new comes after.
    fn changes<T>(&mut self, section: &str, base: Changes<T>, variant: Changes<T>) -> Changes<T> {
        let mut merged = base;
        for (key, change) in variant {
            let index = merged
                .iter()
                .position(|(known, _): &(Key, _)| known.name == key.name);
            match (change, index) {
                (Change::Remove(_), Some(index)) => {
                    merged.remove(index);
                }
                (Change::Remove(_), None) => {
                    let near = did_you_mean(
                        &key.name,
                        merged.iter().map(|(known, _)| known.name.as_str()),
                    );
                    self.nothing(&key.place, &format!("[{section}] {}", key.name), &near);
                }
                (set, Some(index)) => merged[index] = (key, set),
                (set, None) => merged.push((key, set)),
            }
        }
        merged
    }

    /// Section by section.
    fn sent(&mut self, base: Sent, variant: Sent) -> Sent {
        let mut sent = Sent::default();
        let sections = base.into_iter().zip(variant).zip(LOCATIONS);
        for (merged, ((base, variant), (_, name))) in sent.iter_mut().zip(sections) {
            *merged = self.change(&format!("[{name}]"), base, variant);
        }
        sent
    }

    fn change<T>(
        &mut self,
        what: &str,
        base: Option<Change<T>>,
        variant: Option<Change<T>>,
    ) -> Option<Change<T>> {
        match (base, variant) {
            (base, None) => base,
            (Some(_), Some(Change::Remove(_))) => None,
            (None, Some(Change::Remove(place))) => {
                self.nothing(&place, what, "");
                None
            }
            (_, set) => set,
        }
    }

    fn signature(&mut self, base: SignatureDraft, variant: SignatureDraft) -> SignatureDraft {
        SignatureDraft {
            place: variant.place.or(base.place),
            algorithm: self.change("[signature] algorithm", base.algorithm, variant.algorithm),
            key: self.change("[signature] key", base.key, variant.key),
            signed_headers: self.change(
                "[signature] signed_headers",
                base.signed_headers,
                variant.signed_headers,
            ),
            string_to_sign: self.change(
                "[signature] string_to_sign",
                base.string_to_sign,
                variant.string_to_sign,
            ),
            join_repeated: self.change(
                "[signature] join_repeated",
                base.join_repeated,
                variant.join_repeated,
            ),
        }
    }
}
