//! What the compiler asserts of a scheme that the macro could not read, because it is a type.

use std::{collections::BTreeSet, iter};

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::{at, runtime_at};
use crate::{
    arguments::Header,
    check::{self, gives},
    idempotency::Idempotency,
    model::{Api, Method, Role, Signing},
    names,
    scheme::Found,
    setting::Given,
};

/// Emits the assertions.
pub(super) fn expand(api: &Api) -> TokenStream {
    let by_trait = |method: &&Method| matches!(method.signing, Signing::Scheme);
    let of_trait = Signed {
        krate: &api.krate,
        scheme: &api.scheme,
        given: &api.settings,
        headers: &api.headers,
        keys: &api.idempotency,
        methods: api.methods.iter().filter(by_trait).collect(),
    };
    let no_keys = Idempotency::default();
    let of_methods = api
        .methods
        .iter()
        .filter_map(|method| match &method.signing {
            Signing::Other(scheme) => Some(Signed {
                krate: &api.krate,
                scheme,
                given: &[],
                headers: &[],
                keys: &no_keys,
                methods: vec![method],
            }),
            _ => None,
        });
    iter::once(of_trait)
        .chain(of_methods)
        .filter(|signed| signed.scheme.scheme.is_none())
        .map(|signed| signed.assertions())
        .collect()
}

/// A scheme and the methods that it signs.
struct Signed<'a> {
    krate: &'a TokenStream,
    scheme: &'a Found,
    /// What is given to all of them.
    given: &'a [Given],
    headers: &'a [Header],
    keys: &'a Idempotency,
    methods: Vec<&'a Method>,
}

impl Signed<'_> {
    fn assertions(&self) -> TokenStream {
        let literals = self.literals().map(|given| self.literal(given));
        let parameters = self.methods.iter().flat_map(|method| &method.parameters);
        let known = parameters.filter_map(|parameter| match &parameter.role {
            Role::Setting(setting) => Some(self.known(&setting.name, setting.span)),
            _ => None,
        });
        let doubts = self.doubts();
        literals
            .chain(known)
            .chain([self.settled()])
            .chain(doubts)
            .collect()
    }

    /// What the compiler finds out about headers.
    fn doubts(&self) -> impl Iterator<Item = TokenStream> {
        let of_trait = check::of_trait(self.headers, self.keys, self.scheme).into_iter();
        let of_trait = of_trait.map(|doubt| (doubt, &[][..]));
        let of_methods = self.methods.iter().flat_map(|method| {
            let doubts = check::of_method(method, self.scheme).into_iter();
            doubts.map(|doubt| (doubt, method.cfgs.as_slice()))
        });
        of_trait.chain(of_methods).map(|(doubt, cfgs)| {
            let span = at(doubt.span);
            let asked = doubt.asked(&self.data(span), span);
            let message = escaped(&doubt.message);
            quote_spanned!(span=> #(#cfgs)* const _: () = ::core::assert!(!#asked, #message);)
        })
    }

    /// Every literal once, though each method has those of its trait.
    fn literals(&self) -> impl Iterator<Item = &Given> {
        let calls = self.methods.iter().map(|method| &method.call);
        let of_methods = calls.flat_map(|call| &call.settings);
        let own = of_methods.filter(|given| !given.inherited);
        self.given.iter().chain(own)
    }

    fn literal(&self, given: &Given) -> TokenStream {
        let span = at(given.name.span());
        let (krate, data) = (runtime_at(self.krate, span), self.data(span));
        let (name, value) = (names::plain(&given.name), given.value.tokens(&krate));
        quote_spanned!(span=> const _: () = #krate::__private::assert_given(#data, #name, &#value);)
    }

    fn known(&self, name: &str, span: Span) -> TokenStream {
        let span = at(span);
        let (krate, data) = (runtime_at(self.krate, span), self.data(span));
        quote_spanned!(span=> const _: () = #krate::__private::assert_known(#data, #name);)
    }

    /// What trait, or every method, gives must include all that the scheme leaves to the trait.
    fn settled(&self) -> TokenStream {
        let span = at(self.scheme.span);
        let (krate, data) = (runtime_at(self.krate, span), self.data(span));
        let by_all = |name: &String| self.methods.iter().all(|method| gives(method, name));
        let of_methods = self.methods.iter().copied().flat_map(given).filter(by_all);
        let of_trait = self.given.iter().map(|given| names::plain(&given.name));
        let names: BTreeSet<String> = of_trait.chain(of_methods).collect();
        quote_spanned!(span=> const _: () = #krate::__private::assert_settled(#data, &[#(#names),*]);)
    }

    fn data(&self, span: Span) -> TokenStream {
        let (krate, scheme) = (runtime_at(self.krate, span), &self.scheme.ty);
        quote_spanned!(span=> <#scheme as #krate::Scheme>::DATA)
    }
}

fn given(method: &Method) -> Vec<String> {
    let literals = method
        .call
        .settings
        .iter()
        .map(|given| names::plain(&given.name));
    let parameters = method
        .parameters
        .iter()
        .filter_map(|parameter| match &parameter.role {
            Role::Setting(setting) => Some(setting.name.clone()),
            _ => None,
        });
    literals.chain(parameters).collect()
}

/// The message of an assertion is a format.
fn escaped(message: &str) -> String {
    message.replace('{', "{{").replace('}', "}}")
}
