//! x
pub mod cite;
