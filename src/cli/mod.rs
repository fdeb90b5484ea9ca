//! The command line: one file a command.

mod args;
mod check;
mod cite;
mod completions;
mod config;
mod export;
mod extract;
mod filters;
mod import;
mod indexed;
mod input;
mod interrupt;
mod jsonl;
mod kept;
mod keys;
mod libraries;
mod listing;
mod lookup;
mod man;
mod marks;
mod open;
mod output;
mod period;
mod quotes;
mod read;
mod search;
mod selection;
mod shards;
mod show;
mod speakers;
mod target;
mod text;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// How a command ended, as its exit status tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 0: something was found, or there was nothing to look for.
    Found,
    /// 1: nothing was found.
    Nothing,
    /// 2: something went wrong, though other things may have been found.
    Failed,
    /// 3: some lines or files that came in were no articles; the others were done.
    Partly,
    /// 129, as after SIGHUP: the terminal went away.
    TerminalGone,
    /// 128 and its number: a signal ended the program.
    Signal(i32),
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(match status {
            Status::Found => 0,
            Status::Nothing => 1,
            Status::Failed => 2,
            Status::Partly => 3,
            Status::TerminalGone => 129,
            Status::Signal(code) => u8::try_from(code).unwrap_or(2),
        })
    }
}

const STATUSES: &str = "\
Exit status: 0 if something was found, 1 if nothing was, 2 if something went wrong (some file could
not be read, though others may have given results).";

/// Read archives of news articles: who said what, when, and where it was printed.
///
/// Opens the articles in a reader: their list, their text with every quotation marked in place,
/// and the quotations with their speakers. Press ? in it for its keys.
///
/// A file is read whatever it is called: text, Markdown, web pages, JSON, tables, feeds, e-mails,
/// and archives of these. Of a folder, every such file is read, recursively, except what is hidden
/// or named in a .gitignore or .ignore file. Without a PATH,
/// what was opened last is opened again, or at first the articles built into the program.
///
/// What is found is kept in an index in the cache folder, readable by its owner only, so that the
/// next time only what has changed is read.
#[derive(Debug, Parser)]
#[command(
    name = "whosaid",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_long_help = format!("\
Examples:
  whosaid articles/                           open every article in a folder
  whosaid articles/ --watch                   … and follow what is saved into it
  whosaid --library wire                      open the library that `whosaid import` made
  whosaid --dates dmy monday.txt              open one, reading 3/4/2020 as the third of April
  whosaid quotes articles/ --speaker mayor    print what every mayor said
  whosaid check \"I draw a firm line\" .      look for where these words come from
  whosaid search 'speaker:mayor harbor' .     print quotations by words, people and dates
  whosaid export . --format csv -o q.csv      a table for a spreadsheet
  whosaid cite m67z2c --style mla             cite a quotation by its id
  whosaid extract < articles.jsonl            quotations of JSON Lines, for other programs
  whosaid text page.html                      print the article of a saved web page
  whosaid ./quotes                            open a folder that is called like a command

{STATUSES}")
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    read: read::Args,
    /// When to use colours and bold type
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 900)]
    color: output::Colour,
}

#[derive(Debug, Subcommand)]
enum Command {
    Quotes(quotes::Args),
    Search(search::Args),
    Check(check::Args),
    Speakers(speakers::Args),
    Show(show::Args),
    Open(open::Args),
    Cite(cite::Args),
    Export(export::Args),
    Text(text::Args),
    Config(config::Args),
    Extract(extract::Args),
    Import(import::Args),
    Keys(keys::Args),
    Libraries(libraries::Args),
    Marks(marks::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    fn run(self) -> anyhow::Result<Status> {
        match self {
            Command::Quotes(args) => quotes::run(args),
            Command::Search(args) => search::run(args),
            Command::Check(args) => check::run(args),
            Command::Speakers(args) => speakers::run(args),
            Command::Show(args) => show::run(args),
            Command::Open(args) => open::run(args),
            Command::Cite(args) => cite::run(args),
            Command::Export(args) => export::run(args),
            Command::Text(args) => text::run(args),
            Command::Extract(args) => extract::run(args),
            Command::Import(args) => import::run(args),
            Command::Config(args) => config::run(&args),
            Command::Keys(args) => keys::run(&args),
            Command::Libraries(args) => libraries::run(args),
            Command::Marks(args) => marks::run(args),
            Command::Completions(args) => completions::run(args),
            Command::Man(args) => man::run(args),
        }
    }
}

/// Does what the arguments (the program's name first) ask for, and tells on standard error what
/// goes wrong.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Status {
    // The text of an article may be part of what a panic says.
    std::panic::set_hook(Box::new(|panic| output::report(&panic.to_string())));
    let outcome = match Cli::try_parse_from(arguments) {
        Ok(cli) => {
            output::ask_for_colour(cli.color);
            match cli.command {
                None => read::run(cli.read),
                Some(command) => command.run(),
            }
        }
        Err(message) if message.use_stderr() => {
            let message = message.render().to_string();
            output::report_block(message.strip_prefix("error: ").unwrap_or(&message));
            return Status::Failed;
        }
        Err(help) => print_help(&help),
    };
    outcome.unwrap_or_else(|error| {
        if output::is_closed_pipe(&error) {
            return Status::Found;
        }
        output::report(&output::explained(&error));
        Status::Failed
    })
}

fn print_help(help: &clap::Error) -> anyhow::Result<Status> {
    help.print().and_then(|()| io::stdout().flush()).map_err(output::failed)?;
    Ok(Status::Found)
}
