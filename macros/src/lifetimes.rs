//! Lifetimes of a request type: those of the method's parameters, the elided ones by one name.

use proc_macro2::Span;
use syn::{
    GenericParam, Generics, Lifetime, LifetimeParam, ParenthesizedGenericArguments, Type,
    TypeFnPtr, TypeReference,
    visit_mut::{self, VisitMut},
};

use crate::model::Parameter;

/// The types of the fields, and the generics of the struct that holds them.
pub(crate) fn of_request(generics: &Generics, parameters: &[Parameter]) -> (Vec<Type>, Generics) {
    let mut naming = Naming {
        elided: unused(generics),
        used: Vec::new(),
    };
    let types = parameters.iter().map(|parameter| {
        let mut ty = parameter.ty.clone();
        naming.visit_type_mut(&mut ty);
        ty
    });
    let types = types.collect();
    (types, naming.generics(generics))
}

/// A lifetime that the method does not declare.
fn unused(generics: &Generics) -> Lifetime {
    let taken: Vec<_> = generics
        .lifetimes()
        .map(|parameter| parameter.lifetime.ident.to_string())
        .collect();
    let name = ('a'..='z')
        .map(String::from)
        .find(|name| !taken.contains(name))
        .unwrap_or_else(|| "elided".to_owned());
    Lifetime::new(&format!("'{name}"), Span::mixed_site())
}

struct Naming {
    elided: Lifetime,
    used: Vec<Lifetime>,
}

impl Naming {
    /// The declared lifetimes that are used, with their bounds, and the elided one.
    fn generics(self, declared: &Generics) -> Generics {
        let mut generics = Generics::default();
        if self.used.contains(&self.elided) {
            generics
                .params
                .push(GenericParam::Lifetime(LifetimeParam::new(
                    self.elided.clone(),
                )));
        }
        for parameter in declared
            .lifetimes()
            .filter(|parameter| self.used.contains(&parameter.lifetime))
        {
            generics
                .params
                .push(GenericParam::Lifetime(parameter.clone()));
        }
        generics
    }
}

impl VisitMut for Naming {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.elided.clone();
        }
        self.used.push(lifetime.clone());
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        reference
            .lifetime
            .get_or_insert_with(|| self.elided.clone());
        visit_mut::visit_type_reference_mut(self, reference);
    }

    // What is elided in the arguments of a function is the function's own.
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {
    }
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
}
