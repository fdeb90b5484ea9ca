//! What counts as right: the scorer of `examples/evaluate`.
#![allow(dead_code, reason = "the evaluation uses the rest")]

#[path = "../evaluate/compare.rs"]
pub mod compare;
#[path = "../evaluate/gold.rs"]
pub mod gold;
#[path = "../evaluate/names.rs"]
mod names;
#[path = "../evaluate/predictions.rs"]
pub mod predictions;
#[path = "../evaluate/spans.rs"]
mod spans;
