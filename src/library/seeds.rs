//! The articles built into the program: the one it started from, and a sample archive, every person,
//! place and outlet of which is invented. Each article of the sample says so.

/// One of their files.
#[derive(Debug, Clone, Copy)]
pub struct Seed {
    /// The name of the file, in the folder `seeds`.
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
pub const SEEDS: &[Seed] = seeds![
    "000_f5553d5d29ad1c4d.txt",
    "fictional_sample/bay_ledger_2019.rss",
    "fictional_sample/beacon_2019-01-14.txt",
    "fictional_sample/beacon_2019-02-12.md",
    "fictional_sample/beacon_2019-03-06.html",
    "fictional_sample/beacon_2019-04-09.txt",
    "fictional_sample/beacon_2019-05-21.html",
    "fictional_sample/beacon_2019-08-13.txt",
    "fictional_sample/beacon_2019-11-06.md",
    "fictional_sample/beacon_2019-12-20.txt",
    "fictional_sample/coastal_wire_2019.jsonl.gz",
    "fictional_sample/ferry_letter_2019-08-02.eml",
    "fictional_sample/ferry_letter_autumn_2019.mbox",
    "fictional_sample/harbor_radio_2019.atom",
    "fictional_sample/marrow_county_register_2019.csv",
    "fictional_sample/oregon_tide_2019-10-29.json",
];
