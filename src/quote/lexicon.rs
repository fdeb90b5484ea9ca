//! Words of names: given names, titles, honorifics, organisations, by the tables of the languages.

use super::languages::Names;
use crate::text::tokens::form;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What a word is in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// *Mr.*
    Honorific(Option<Gender>),
    /// *Senator*, *spokesman*: stands before a name, or names a person by what he is.
    Title(Option<Gender>),
    /// *University*, *Committee*: a name with it is no person's.
    Organisation,
    /// *Brazil*: alone it is no person's name.
    Country,
    /// A frequent given name.
    Given(Gender),
    /// *van*, *bin*: inside a name.
    Particle,
    /// *Monday*, *July*: no name.
    Time,
    /// *letter*, *report*: speaks for whoever wrote it.
    Document,
}

/// As far as pronouns tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// *he*
    Male,
    /// *she*
    Female,
}

/// Forms are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub struct FormHasher(u64);

impl Hasher for FormHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, form: u32) {
        self.0 = (self.0.rotate_left(29) ^ u64::from(form)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A map by form.
pub type FormMap<K, V> = HashMap<K, V, BuildHasherDefault<FormHasher>>;

/// What the words of one language are in names.
#[derive(Debug, Clone)]
pub struct Lexicon {
    classes: FormMap<u32, Class>,
    /// The forms among them, by their low bits: most words are in no list, and need not be looked up.
    listed: [u64; LISTED_BITS / 64],
}

/// Enough for one form of twenty that is not listed to be looked up.
const LISTED_BITS: usize = 1 << 15;

impl Lexicon {
    /// The lexicon of these lists; a word of several is what the last one says.
    pub fn new(names: &Names) -> Self {
        let Names { honorifics, titles, given, organisations, countries, particles, times, documents } = names;
        let lists = [
            (*particles, Class::Particle),
            (countries, Class::Country),
            (times, Class::Time),
            (given.male, Class::Given(Gender::Male)),
            (given.female, Class::Given(Gender::Female)),
            (documents, Class::Document),
            (organisations, Class::Organisation),
            (titles.any, Class::Title(None)),
            (titles.male, Class::Title(Some(Gender::Male))),
            (titles.female, Class::Title(Some(Gender::Female))),
            (honorifics.any, Class::Honorific(None)),
            (honorifics.male, Class::Honorific(Some(Gender::Male))),
            (honorifics.female, Class::Honorific(Some(Gender::Female))),
        ];
        let words = lists.into_iter();
        let classes: FormMap<u32, Class> =
            words.flat_map(|(list, class)| list.split_whitespace().map(move |word| (form(word), class))).collect();
        let mut listed = [0; LISTED_BITS / 64];
        for form in classes.keys() {
            let at = *form as usize % LISTED_BITS;
            listed[at / 64] |= 1 << (at % 64);
        }
        Self { classes, listed }
    }

    /// What the word with this [`form`] is in a name.
    #[inline]
    pub fn class(&self, form: u32) -> Option<Class> {
        let at = form as usize % LISTED_BITS;
        if self.listed[at / 64] >> (at % 64) & 1 == 0 {
            return None;
        }
        self.classes.get(&form).copied()
    }
}
