//! `whosaid config`: the configuration file, and what is wrong with it.

use super::{Status, kept, output};
use crate::config::{AUTO, ConfigError, ConfigFile, DEFAULT, Settings};
use crate::keymap::Keymap;
use crate::text::sanitize;
use crate::ui::Theme;
use crate::ui::theme::no_such_theme;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// The configuration file: looks and keys.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  whosaid config path                                   where the file is looked for
  whosaid config print-default > config.toml            a file to begin with
  whosaid config check                                  what is wrong with it, by file and line

Exit status: 0 if nothing is wrong, 2 if something is.")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Print a file that says what is so without one, every key included
    PrintDefault,
    /// Tell what is wrong with the file and with the themes: exit status 0 if nothing is, else 2
    Check,
    /// Print where the file is looked for
    Path,
}

/// What the configuration says.
pub struct Config {
    /// The settings.
    pub settings: Settings,
    /// Which keys do what.
    pub keymap: Keymap,
    /// The person's own themes, by name.
    pub themes: Vec<(String, Theme)>,
}

pub(super) fn run(args: &Args) -> Result<Status> {
    let mut out = io::stdout().lock();
    match args.command {
        Command::PrintDefault => {
            let about = "\n# Which keys do what where: list, article and quotes can be said at once as reading, all as\n\
                # everywhere. \"none\" unbinds a key; a sequence is written with spaces.\n";
            write!(out, "{DEFAULT}{about}{}", Keymap::default().to_toml()).map_err(output::failed)?;
        }
        Command::Path => {
            let path = kept::places()?.config();
            writeln!(out, "{}", sanitize::line(&path.to_string_lossy())).map_err(output::failed)?;
        }
        Command::Check => {
            let errors = match read()? {
                Ok(_) => return Ok(Status::Found),
                Err(errors) => errors,
            };
            errors.iter().for_each(|error| output::report(&error.to_string()));
            return Ok(Status::Failed);
        }
    }
    Ok(Status::Found)
}

/// What the person's configuration says.
///
/// # Errors
/// Everything that is wrong with it, by file and line.
pub fn load() -> Result<Config> {
    read()?.map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow!("{}", lines.join("\n"))
    })
}

/// Reads the file and the themes beside it; where there is no place for them, there is nothing in
/// them.
fn read() -> Result<Result<Config, Vec<ConfigError>>> {
    let Ok(places) = kept::places() else {
        return Ok(Ok(Config { settings: Settings::default(), keymap: Keymap::default(), themes: Vec::new() }));
    };
    let file = places.config();
    let file = ConfigFile::read(&file).with_context(|| file.display().to_string())?;
    let mut errors = Vec::new();
    let themes = themes(&places.themes(), &mut errors)?;
    let settings = match file.settings() {
        Ok(settings) => settings,
        Err(error) => {
            errors.insert(0, error);
            return Ok(Err(errors));
        }
    };
    let (theme, place) = &settings.theme;
    let is_known = theme == AUTO || Theme::built_in(theme).is_some() || themes.iter().any(|(name, _)| name == theme);
    if !is_known && !errors.iter().any(|error| error.path.file_stem().is_some_and(|stem| stem == theme.as_str())) {
        let others = themes.iter().map(|(name, _)| name.as_str()).chain([AUTO]);
        errors.push(file.error((place.clone(), no_such_theme(theme, others))));
    }
    let keymap = Keymap::rebound(&settings.keys);
    Ok(match keymap {
        Ok(keymap) if errors.is_empty() => Ok(Config { settings, keymap, themes }),
        Ok(_) => Err(errors),
        Err(faults) => {
            errors.extend(faults.into_iter().map(|fault| file.error(fault)));
            Err(errors)
        }
    })
}

/// The themes in a folder, in the order of their names; what is wrong with one is added to `errors`.
fn themes(folder: &Path, errors: &mut Vec<ConfigError>) -> Result<Vec<(String, Theme)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| folder.display().to_string())?,
    };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    paths.sort();
    let mut themes = Vec::new();
    for path in paths {
        let file = match ConfigFile::read(&path) {
            Ok(file) => file,
            Err(error) => {
                errors.push(ConfigError { path, line: 1, message: error.to_string() });
                continue;
            }
        };
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match Theme::read(&file.text) {
            Ok(theme) => themes.push((name, theme)),
            Err(fault) => errors.push(file.error(fault)),
        }
    }
    Ok(themes)
}
