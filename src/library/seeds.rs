//! The articles built into the program.

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct Seed {
    /// The name of its file.
    pub name: &'static str,
    /// Its bytes, as they stand in the file.
    pub bytes: &'static [u8],
}

macro_rules! seeds {
    ($($name:literal),* $(,)?) => {
        &[$(Seed { name: $name, bytes: include_bytes!(concat!("../../seeds/", $name)) }),*]
    };
}

/// All of them, in the order of their names.
pub const SEEDS: &[Seed] = seeds!["000_f5553d5d29ad1c4d.txt"];
