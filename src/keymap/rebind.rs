//! Keys as the person wants them: read from the configuration, and written as it would be there.

use super::table::{EVERYWHERE, PANES, TABLE, TYPING};
use super::{Key, Keymap, context_name};
use crate::app::{Action, Context};
use crate::config::{Fault, Keys};
use std::fmt::Write;

/// What unbinds a key.
const NOTHING: &str = "none";

/// What a terminal sends the same for as for another key, with that key.
const SAME: &[(&str, &str)] = &[("^i", "Tab"), ("^m", "Enter"), ("^h", "Backspace"), ("^[", "Esc"), ("^j", "Enter")];

/// Names for several contexts at once.
const GROUPS: &[(&str, &[Context])] = &[("everywhere", EVERYWHERE), ("reading", PANES), ("typing", TYPING)];

/// One line of the configuration: `"g x" = "quit"`, in some contexts.
struct Rebinding {
    contexts: Vec<Context>,
    keys: Vec<Key>,
    action: Option<Action>,
    /// Where it stands in the file.
    place: std::ops::Range<usize>,
}

impl Keymap {
    /// The usual bindings, but for these.
    ///
    /// # Errors
    /// Everything that is wrong with them: what is no key, no context, no action or no action there,
    /// and sequences that begin as others do.
    pub fn rebound(keys: &Keys) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut rebindings = Vec::new();
        for (context, bindings) in keys {
            let contexts = contexts_of(context.get_ref()).map_err(|message| (context.span(), message));
            let Some(contexts) = contexts.map_err(|fault| faults.push(fault)).ok() else { continue };
            for (keys, action) in bindings {
                let rebinding =
                    parse_sequence(keys.get_ref()).map_err(|message| (keys.span(), message)).and_then(|keys_| {
                        let action =
                            action_of(action.get_ref(), &contexts).map_err(|message| (action.span(), message))?;
                        Ok(Rebinding { contexts: contexts.clone(), keys: keys_, action, place: keys.span() })
                    });
                match rebinding {
                    Ok(rebinding) => rebindings.push(rebinding),
                    Err(fault) => faults.push(fault),
                }
            }
        }
        let mut keymap = Self::default();
        // What holds in fewer contexts says it more exactly.
        rebindings.sort_by_key(|rebinding| std::cmp::Reverse(rebinding.contexts.len()));
        rebindings.iter().for_each(|rebinding| keymap.rebind(rebinding));
        faults.extend(rebindings.iter().filter_map(|rebinding| keymap.clash(rebinding)));
        if faults.is_empty() { Ok(keymap) } else { Err(faults) }
    }

    fn rebind(&mut self, Rebinding { contexts, keys, action, .. }: &Rebinding) {
        for context in contexts {
            let bindings = self.sequences.entry(*context).or_default();
            bindings.retain(|(bound, _)| bound != keys);
            if let Some(action) = action.filter(|action| does_something(*action, *context)) {
                // Before the others: it is the one that is shown where there is room for one.
                bindings.insert(0, (keys.clone(), action));
            }
        }
    }

    /// What a rebinding makes impossible, as a fault: of two sequences one of which begins the other,
    /// the longer one is never heard.
    fn clash(&self, Rebinding { contexts, keys, place, .. }: &Rebinding) -> Option<Fault> {
        contexts.iter().find_map(|context| {
            let here = self.in_context(*context);
            here.iter().find(|(bound, _)| bound == keys)?;
            let begins = |(bound, _): &&(Vec<Key>, Action)| {
                bound != keys && (bound.starts_with(keys) || keys.starts_with(bound))
            };
            let (other, action) = here.iter().find(begins)?;
            let (keys, other) = (write_sequence(keys), write_sequence(other));
            let message = format!(
                "“{keys}” and “{other}” ({}) begin alike in {}; choose other keys, or say \"{other}\" = \"{NOTHING}\" there",
                action.name(),
                context_name(*context)
            );
            Some((place.clone(), message))
        })
    }

    /// All bindings, as the configuration would have them.
    pub fn to_toml(&self) -> String {
        let mut toml = String::new();
        for context in EVERYWHERE {
            // Nothing ever goes wrong with writing into a string.
            let _ = writeln!(toml, "\n[keys.{}]", context_name(*context));
            for (keys, action) in self.in_context(*context) {
                let keys = write_sequence(keys).replace('\\', "\\\\").replace('"', "\\\"");
                let _ = writeln!(toml, "\"{keys}\" = \"{}\"", action.name());
            }
        }
        toml
    }
}

fn contexts_of(name: &str) -> Result<Vec<Context>, String> {
    if let Some((_, group)) = GROUPS.iter().find(|(group, _)| *group == name) {
        return Ok(group.to_vec());
    }
    let found = EVERYWHERE.iter().find(|context| context_name(**context) == name);
    found.map(|context| vec![*context]).ok_or_else(|| {
        let groups = GROUPS.iter().map(|(group, _)| *group);
        let all: Vec<&str> = groups.chain(EVERYWHERE.iter().map(|context| context_name(*context))).collect();
        format!("keys mean something in {}, not in “{name}”", all.join(", "))
    })
}

/// The action of that name, which means something in some of these contexts; none for
/// [`NOTHING`].
fn action_of(name: &str, contexts: &[Context]) -> Result<Option<Action>, String> {
    if name == NOTHING {
        return Ok(None);
    }
    let Some(action) = Action::ALL.iter().find(|action| action.name() == name) else {
        let near = Action::ALL.iter().map(|action| action.name()).min_by_key(|other| distance(name, other));
        let near = near.map(|near| format!(" did you mean “{near}”?")).unwrap_or_default();
        return Err(format!("there is no action “{name}”;{near} `whosaid keys` lists them"));
    };
    if contexts.iter().any(|context| does_something(*action, *context)) {
        return Ok(Some(*action));
    }
    let where_: Vec<&str> =
        EVERYWHERE.iter().filter(|context| does_something(*action, **context)).map(|c| context_name(*c)).collect();
    Err(format!("“{name}” does nothing here, but in {}", where_.join(", ")))
}

fn does_something(action: Action, context: Context) -> bool {
    TABLE.iter().any(|(contexts, of, _)| *of == action && contexts.contains(&context))
}

/// How many letters of two names differ (Levenshtein's distance).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

fn parse_sequence(written: &str) -> Result<Vec<Key>, String> {
    let keys = written.split(' ').map(|key| {
        if let Some((_, same)) = SAME.iter().find(|(same, _)| key.eq_ignore_ascii_case(same)) {
            return Err(format!("terminals send the same for {key} as for {same}: bind {same}"));
        }
        Key::parse(key).ok_or_else(|| {
            format!(
                "“{key}” is no key; write x, ^x with Control, A-x with Alt, or a name such as Enter, Space, PgDn, F5"
            )
        })
    });
    keys.collect()
}

fn write_sequence(keys: &[Key]) -> String {
    keys.iter().map(Key::written).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn rebound(text: &str) -> Result<Keymap, Vec<Fault>> {
        Keymap::rebound(&Settings::parse(text).unwrap().keys)
    }

    fn message(text: &str) -> String {
        rebound(text).unwrap_err().remove(0).1
    }

    #[test]
    fn what_is_printed_is_read_back_as_it_is() {
        let keymap = Keymap::default();
        let again = rebound(&keymap.to_toml()).unwrap();
        for context in EVERYWHERE {
            let sorted = |keymap: &Keymap| {
                let mut all = keymap.in_context(*context).to_vec();
                all.sort_by_key(|(keys, _)| write_sequence(keys));
                all
            };
            assert_eq!(sorted(&again), sorted(&keymap), "{context:?}");
        }
    }

    #[test]
    fn a_key_does_what_is_said_in_its_context_and_elsewhere_what_it_did() {
        let keymap = rebound("[keys.list]\nx = \"quit\"\nj = \"up\"\n[keys.reading]\n\"A-q\" = \"find\"").unwrap();
        let action = |context, key: &str| {
            let keys = parse_sequence(key).unwrap();
            keymap.in_context(context).iter().find(|(bound, _)| *bound == keys).map(|(_, action)| *action)
        };
        assert_eq!((action(Context::List, "x"), action(Context::Article, "x")), (Some(Action::Quit), None));
        assert_eq!((action(Context::List, "j"), action(Context::Article, "j")), (Some(Action::Up), Some(Action::Down)));
        assert_eq!((action(Context::Quotes, "A-q"), action(Context::Help, "A-q")), (Some(Action::Find), None));
    }

    #[test]
    fn a_fault_says_what_would_be_right() {
        assert!(message("[keys.list]\nx = \"qiut\"").contains("there is no action “qiut”; did you mean “quit”?"));
        assert!(message("[keys.lits]\nx = \"quit\"").starts_with("keys mean something in everywhere, reading"));
        assert!(message("[keys.list]\n\"Ctrl+x\" = \"quit\"").starts_with("“Ctrl+x” is no key; write x, ^x with"));
        assert!(message("[keys.list]\n\"^i\" = \"quit\"").contains("as for Tab"));
        assert_eq!(message("[keys.note]\nx = \"zen\""), "“zen” does nothing here, but in list, article, quotes");
        let clash = message("[keys.list]\ng = \"quit\"");
        assert!(clash.starts_with("“g” and “g g” (top) begin alike in list"), "{clash}");
        assert!(message("[keys.list]\n\"x\" = \"quit\"\n\"x y\" = \"find\"").contains("begin alike"));
        let of_list = TABLE.iter().filter(|(contexts, ..)| contexts.contains(&Context::List));
        let begun = of_list.flat_map(|(_, _, keys)| *keys).filter(|keys| keys.starts_with("g "));
        let free: String = begun.map(|keys| format!("\"{keys}\" = \"none\"\n")).collect();
        assert!(rebound(&format!("[keys.list]\ng = \"quit\"\n{free}")).is_ok());
    }
}
