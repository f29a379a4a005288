//! The trait as written, and as it will be emitted again.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::{
    Attribute, Block, FnArg, ItemTrait, Lifetime, LifetimeParam, Pat, PatType, ReturnType,
    Signature, TraitItem, TraitItemFn, Type, WherePredicate,
};

use crate::{
    errors::Errors,
    names,
    role::ROLES,
    types,
    verb::{VERBS, Verb},
};

/// A trait, its helper attributes apart.
pub(crate) struct Written {
    /// The trait without them. What no method may be is left in it where rustc accepts it, so that
    /// whoever is still writing is told about the rest, too.
    pub(crate) item: ItemTrait,
    pub(crate) methods: Vec<Method>,
    /// Items that are no methods.
    pub(crate) others: Vec<TraitItem>,
    /// What `#[async_trait]` leaves behind, if it was here first.
    pub(crate) boxed: Option<Lifetime>,
}

/// A method as written.
pub(crate) struct Method {
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) verbs: Vec<Attribute>,
    pub(crate) signature: Signature,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Block>,
}

/// A parameter as written.
pub(crate) struct Parameter {
    pub(crate) roles: Vec<Attribute>,
    pub(crate) pattern: Pat,
    pub(crate) ty: Type,
}

impl Written {
    /// Takes a trait apart.
    pub(crate) fn read(tokens: TokenStream) -> syn::Result<Self> {
        let mut item: ItemTrait = syn::parse2(tokens).map_err(|error| {
            syn::Error::new(
                error.span(),
                format!("`#[signed_api]` stands before a trait: {error}"),
            )
        })?;
        let (mut methods, mut others) = (Vec::new(), Vec::new());
        for inner in &mut item.items {
            match inner {
                TraitItem::Fn(method) => methods.push(Method::take(method)),
                other => others.push(other.clone()),
            }
        }
        drop_repeated(&mut item);
        Ok(Self {
            boxed: methods.iter().find_map(Method::boxed).cloned(),
            item,
            methods,
            others,
        })
    }
}

/// Leaves the first of methods that have one name: rustc need not say that, too.
fn drop_repeated(item: &mut ItemTrait) {
    let mut names: Vec<String> = Vec::new();
    item.items.retain(|inner| match inner {
        TraitItem::Fn(method) if method.attrs.iter().all(|one| !one.path().is_ident("cfg")) => {
            let name = names::plain(&method.sig.ident);
            let is_first = !names.contains(&name);
            names.push(name);
            is_first
        }
        _ => true,
    });
}

impl Method {
    /// Takes what is ours, and leaves what rustc accepts in a trait.
    fn take(method: &mut TraitItemFn) -> Self {
        let signature = method.sig.clone();
        let verbs = take_verbs(&mut method.attrs);
        let cfgs = method
            .attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
            .cloned()
            .collect();
        let body = method.default.clone();
        let mut names = Vec::new();
        let take = |argument| Parameter::take(argument, body.is_some(), &mut names);
        let parameters = method.sig.inputs.iter_mut().filter_map(take).collect();
        Self {
            cfgs,
            verbs,
            signature,
            parameters,
            body,
        }
    }

    /// The name of the method.
    pub(crate) const fn name(&self) -> &Ident {
        &self.signature.ident
    }

    /// It lists, or means to: whatever calls it waits for its pages, not for it.
    pub(crate) fn lists(&self) -> bool {
        let mut read = self
            .verbs
            .iter()
            .filter_map(|verb| Verb::read(verb, &mut Errors::default()));
        self.returns_pages().is_some() || read.any(|verb| verb.own.paging.key().is_some())
    }

    /// What it returns, if that is called `Pages`.
    pub(crate) fn returns_pages(&self) -> Option<&Type> {
        match &self.signature.output {
            ReturnType::Type(_, ty) if types::is_pages(ty) => Some(ty),
            _ => None,
        }
    }

    fn boxed(&self) -> Option<&Lifetime> {
        let mut lifetimes = self.signature.generics.lifetimes();
        let is_it = |one: &&LifetimeParam| one.lifetime.ident == "async_trait";
        lifetimes.find(is_it).map(|one| &one.lifetime)
    }

    /// The name of its request type, if it says one and whatever else may be wrong.
    pub(crate) fn request(&self) -> Option<Ident> {
        let verbs = self.verbs.iter();
        let mut read = verbs.filter_map(|verb| Verb::read(verb, &mut Errors::default()));
        read.find_map(|verb| verb.own.request)
    }
}

impl Parameter {
    /// A body may need its patterns; without one there are none but names, each once.
    fn take(argument: &mut FnArg, has_body: bool, names: &mut Vec<Ident>) -> Option<Self> {
        let FnArg::Typed(PatType { attrs, pat, ty, .. }) = argument else {
            return None;
        };
        let (kept, roles) = attrs.drain(..).partition(is_rustc);
        *attrs = kept;
        let pattern = (**pat).clone();
        if !has_body {
            **pat = plain(&pattern, names);
        }
        Some(Self {
            roles,
            pattern,
            ty: (**ty).clone(),
        })
    }

    /// The name, if it has one and nothing else.
    pub(crate) fn name(&self) -> Option<&Ident> {
        match &self.pattern {
            Pat::Ident(pat)
                if pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none() =>
            {
                Some(&pat.ident)
            }
            _ => None,
        }
    }

    /// The name that it means to have.
    pub(crate) fn ident(&self) -> Option<&Ident> {
        match &self.pattern {
            Pat::Ident(pat) => Some(&pat.ident),
            _ => None,
        }
    }

    /// The parameter is one of [`ROLES`] or means to be.
    pub(crate) fn has_role(&self) -> bool {
        !self.roles.is_empty()
    }
}

/// The pattern as a trait without a body may have it.
fn plain(pattern: &Pat, names: &mut Vec<Ident>) -> Pat {
    match pattern {
        Pat::Ident(pat) if !names.contains(&pat.ident) => {
            let ident = &pat.ident;
            names.push(ident.clone());
            syn::parse_quote!(#ident)
        }
        _ => syn::parse_quote!(_),
    }
}

/// Our attributes on a method; if there is none, one that was probably meant to be.
fn take_verbs(attributes: &mut Vec<Attribute>) -> Vec<Attribute> {
    let verbs: Vec<_> = attributes
        .extract_if(.., |attribute| {
            VERBS.iter().any(|verb| attribute.path().is_ident(verb))
        })
        .collect();
    if verbs.is_empty() {
        return attributes
            .extract_if(.., |attribute| meant_as_verb(attribute))
            .take(1)
            .collect();
    }
    verbs
}

fn meant_as_verb(attribute: &Attribute) -> bool {
    let Some(name) = attribute.path().get_ident().map(names::plain) else {
        return false;
    };
    let known = [
        "doc",
        "cfg",
        "allow",
        "expect",
        "warn",
        "deny",
        "forbid",
        "must_use",
        "deprecated",
    ];
    !known.contains(&name.as_str())
        && (names::nearest(&name, VERBS).is_some()
            || ["trace", "connect", "purge"].contains(&name.as_str()))
}

/// An attribute of rustc's own that a parameter may have.
fn is_rustc(attribute: &Attribute) -> bool {
    let of_rustc = [
        "cfg", "cfg_attr", "allow", "expect", "warn", "deny", "forbid", "doc",
    ];
    of_rustc.iter().any(|name| attribute.path().is_ident(name))
        && !ROLES.iter().any(|name| attribute.path().is_ident(name))
}

/// Tokens without the attributes that only this macro knows.
pub(crate) fn without_helpers(tokens: TokenStream) -> TokenStream {
    let mut all: Vec<TokenTree> = Vec::new();
    for tree in tokens {
        let TokenTree::Group(group) = tree else {
            all.push(tree);
            continue;
        };
        let is_ours = group.delimiter() == Delimiter::Bracket && is_helper(&group.stream());
        match all.last() {
            Some(TokenTree::Punct(hash)) if is_ours && hash.as_char() == '#' => {
                all.pop();
            }
            _ => {
                let mut kept = Group::new(group.delimiter(), without_helpers(group.stream()));
                kept.set_span(group.span());
                all.push(kept.into());
            }
        }
    }
    all.into_iter().collect()
}

fn is_helper(attribute: &TokenStream) -> bool {
    match attribute.clone().into_iter().next() {
        Some(TokenTree::Ident(name)) => VERBS.iter().chain(&ROLES).any(|known| name == known),
        _ => false,
    }
}

/// The predicates of a `where` clause.
pub(crate) fn predicates(signature: &Signature) -> impl Iterator<Item = &WherePredicate> {
    signature
        .generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates)
}
