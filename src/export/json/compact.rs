//! A serializer for compact JSON, made for the gigabytes that `extract` writes: the names of fields, which are
//! ours, are copied as they stand, and clean text is copied at once.

use crate::text::sanitize::is_control;
use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::Error;

/// Appends one value to what it holds. Whatever could act on a terminal or reorder text stands as `\uXXXX` in
/// it. Bytes are taken for JSON already, and copied.
pub struct Compact<'a>(pub &'a mut Vec<u8>);

/// Writes a name of ours, in which there is nothing to escape.
#[inline]
fn name(name: &'static str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.push(b'"');
}

/// Writes `text` between quotation marks.
fn string(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let (mut written, mut at) = (0, 0);
    loop {
        at += clean(&bytes[at..]);
        let Some(c) = text[at..].chars().next() else { break };
        let next = at + c.len_utf8();
        if c.is_ascii() || is_control(c) {
            out.extend_from_slice(&bytes[written..at]);
            escape(c, out);
            written = next;
        }
        at = next;
    }
    out.extend_from_slice(&bytes[written..]);
    out.push(b'"');
}

/// The length of the ASCII without need of an escape that `bytes` begin with: most of them, and it needs no
/// decoding.
fn clean(bytes: &[u8]) -> usize {
    let is_clean = |byte: &u8| (b' '..=b'~').contains(byte) & (*byte != b'"') & (*byte != b'\\');
    // Sixteen at once, without a branch for each.
    let all = |chunk: &&[u8; 16]| chunk.iter().fold(true, |all, byte| all & is_clean(byte));
    let whole = 16 * bytes.as_chunks().0.iter().take_while(all).count();
    whole + bytes[whole..].iter().take_while(|byte| is_clean(byte)).count()
}

fn escape(c: char, out: &mut Vec<u8>) {
    let short = match c {
        '"' | '\\' => c as u8,
        '\n' => b'n',
        '\r' => b'r',
        '\t' => b't',
        '\u{8}' => b'b',
        '\u{c}' => b'f',
        _ => return out.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes()),
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// Makes methods of a serializer that write a whole number.
macro_rules! integers {
    ($($method:ident: $type:ty,)*) => {
        $(#[inline]
        fn $method(self, number: $type) -> Result<(), Error> {
            self.0.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
            Ok(())
        })*
    };
}

impl<'a> Serializer for Compact<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Values<'a>;
    type SerializeTuple = Values<'a>;
    type SerializeTupleStruct = Values<'a>;
    type SerializeTupleVariant = Values<'a>;
    type SerializeMap = Values<'a>;
    type SerializeStruct = Values<'a>;
    type SerializeStructVariant = Values<'a>;

    integers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
    }

    fn serialize_f32(self, number: f32) -> Result<(), Error> {
        serde_json::to_writer(self.0, &number)
    }

    fn serialize_f64(self, number: f64) -> Result<(), Error> {
        serde_json::to_writer(self.0, &number)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.serialize_bytes(if value { b"true" } else { b"false" })
    }

    fn serialize_char(self, c: char) -> Result<(), Error> {
        self.serialize_str(c.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        string(text, self.0);
        Ok(())
    }

    #[inline]
    fn serialize_bytes(self, json: &[u8]) -> Result<(), Error> {
        self.0.extend_from_slice(json);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.serialize_bytes(b"null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        name(variant, self.0);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut object = Values::new(self.0, b"{", b"}");
        object.field(variant, value)?;
        object.finish()
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Values<'a>, Error> {
        Ok(Values::new(self.0, b"[", b"]"))
    }

    fn serialize_tuple(self, count: usize) -> Result<Values<'a>, Error> {
        self.serialize_seq(Some(count))
    }

    fn serialize_tuple_struct(self, _: &'static str, count: usize) -> Result<Values<'a>, Error> {
        self.serialize_seq(Some(count))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Values<'a>, Error> {
        Ok(Values::of_variant(self.0, variant, b"[", b"]}"))
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Values<'a>, Error> {
        Ok(Values::new(self.0, b"{", b"}"))
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Values<'a>, Error> {
        Ok(Values::new(self.0, b"{", b"}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Values<'a>, Error> {
        Ok(Values::of_variant(self.0, variant, b"{", b"}}"))
    }
}

/// The values of an array or an object, one after the other.
pub struct Values<'a> {
    out: &'a mut Vec<u8>,
    /// Whether nothing stands before the next one.
    first: bool,
    close: &'static [u8],
}

impl<'a> Values<'a> {
    #[inline]
    fn new(out: &'a mut Vec<u8>, open: &[u8], close: &'static [u8]) -> Self {
        out.extend_from_slice(open);
        Self { out, first: true, close }
    }

    /// Those of an enum's variant: inside an object with its name for the only field.
    fn of_variant(out: &'a mut Vec<u8>, variant: &'static str, open: &[u8], close: &'static [u8]) -> Self {
        out.push(b'{');
        name(variant, out);
        out.push(b':');
        Self::new(out, open, close)
    }

    #[inline]
    fn comma(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
    }

    #[inline]
    fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.comma();
        value.serialize(Compact(self.out))
    }

    #[inline]
    fn field(&mut self, field: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.comma();
        name(field, self.out);
        self.out.push(b':');
        value.serialize(Compact(self.out))
    }

    #[inline]
    fn finish(self) -> Result<(), Error> {
        self.out.extend_from_slice(self.close);
        Ok(())
    }
}

/// Implements traits of arrays by [`Values::value`].
macro_rules! arrays {
    ($($trait:ident::$method:ident,)*) => {
        $(impl $trait for Values<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.value(value)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })*
    };
}

/// Implements traits of objects by [`Values::field`].
macro_rules! objects {
    ($($trait:ident,)*) => {
        $(impl $trait for Values<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.field(name, value)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })*
    };
}

arrays! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

objects! { SerializeStruct, SerializeStructVariant, }

impl SerializeMap for Values<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let before = self.out.len();
        self.value(key)?;
        if self.out[before..].ends_with(b"\"") { Ok(()) } else { Err(Error::custom("a key that is no string")) }
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.out.push(b':');
        value.serialize(Compact(self.out))
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sanitize::is_control;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn written(value: &impl Serialize) -> String {
        let mut out = Vec::new();
        value.serialize(Compact(&mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Variant {
        Unit,
        Newtype(i8),
        Tuple(u64, Option<&'static str>),
        Struct { a: bool },
    }

    #[derive(Serialize)]
    struct Inner {
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<u8>,
        ratio: f32,
    }

    #[derive(Serialize)]
    struct Everything {
        c: char,
        none: Option<()>,
        pair: (f64, i64),
        #[serde(flatten)]
        inner: Inner,
        map: BTreeMap<String, Vec<u32>>,
        empty: [(); 0],
        variants: [Variant; 4],
    }

    #[test]
    fn every_kind_of_value_is_what_serde_json_makes_of_it() {
        let variants =
            [Variant::Unit, Variant::Newtype(-3), Variant::Tuple(u64::MAX, Some("x")), Variant::Struct { a: true }];
        let map = BTreeMap::from([("\"a\"".to_owned(), vec![1, 20]), ("b".to_owned(), Vec::new())]);
        let inner = Inner { left_out: None, ratio: 0.1 };
        let all = Everything { c: '\u{1b}', none: None, pair: (1.0, i64::MIN), inner, map, empty: [], variants };
        assert_eq!(written(&all), serde_json::to_string(&all).unwrap());
    }

    #[test]
    fn a_key_is_a_string() {
        assert!(BTreeMap::from([(1, 2)]).serialize(Compact(&mut Vec::new())).is_err());
    }

    proptest! {
        #[test]
        fn text_without_controls_is_what_serde_json_makes_of_it(text in any::<String>()) {
            let text: String = text.chars().filter(|c| !is_control(*c)).collect();
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }
    }
}
