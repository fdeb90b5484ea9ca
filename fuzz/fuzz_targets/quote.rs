//! Any text: its quotations keep their promises.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;
use whosaid::article::Article;
use whosaid::quote::extract;

fuzz_target!(|text: &str| {
    let article = Article::from_body(text.to_owned());
    common::check(&article, &extract(&article));
});
