//! What is said while pages are read: complaints as they come, and how far things are.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{
    cli::{failure::Status, wording::counted},
    text::{Diagnostic, Document, Severity, plain},
};

/// Says something on one line of standard error.
pub(crate) fn say(message: &str) {
    let _ = writeln!(io::stderr(), "zhengtu: {}", plain(message)); // nobody reads it
}

/// Names of pages that say nothing that are listed.
const LISTED: usize = 5;

/// What is said while pages are read.
pub(crate) struct Report {
    bar: Option<ProgressBar>,
    begun: Instant,
    pages: usize,
    complaints: usize,
    refused: bool,
    silent: usize,
    listed: Vec<String>,
}

impl Report {
    /// A report of reading `bytes` bytes in all, as far as known; `bar` if a progress bar may be drawn where standard
    /// error is a terminal.
    pub fn new(bytes: u64, bar: bool) -> Self {
        let drawn = bar && io::stderr().is_terminal();
        Self {
            bar: drawn.then(|| progress(bytes)),
            begun: Instant::now(),
            pages: 0,
            complaints: 0,
            refused: false,
            silent: 0,
            listed: Vec::new(),
        }
    }

    /// Says what is to be said of an input.
    pub fn say(&mut self, said: &Diagnostic) {
        match said.severity {
            Severity::Note => {}
            Severity::Complaint => self.complaints += 1,
            Severity::Refusal => {
                self.complaints += 1;
                self.refused = true;
            }
        }
        self.line(&said.to_string());
    }

    /// Puts a line above the bar.
    pub fn line(&self, line: &str) {
        let print = || {
            let _ = writeln!(io::stderr(), "zhengtu: {line}"); // nobody reads it
        };
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Counts a page; `silent` if it says nothing.
    pub fn page(&mut self, page: &Document, silent: bool) {
        self.pages += 1;
        // of an empty page that has been said already
        if silent && !page.is_blank() {
            self.silent += 1;
            if self.listed.len() < LISTED {
                self.listed.push(page.name.clone());
            }
        }
    }

    /// Shows how far things are: so many bytes.
    pub fn progress(&self, bytes: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            let rate = self.pages as f64 / self.begun.elapsed().as_secs_f64().max(0.001);
            bar.set_message(format!("{} ({rate:.0}/s)", counted(self.pages, "page")));
        }
    }

    /// Number of complaints so far.
    pub fn complaints(&self) -> usize {
        self.complaints
    }

    /// Takes the bar away, says which pages say nothing, and tells how it went.
    pub fn finish(self) -> Status {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let names = self.listed.join(", ");
        let hint = "`zhengtu extract --explain` lists what was left out, and why";
        match (self.silent, self.silent.saturating_sub(self.listed.len())) {
            (0, _) => {}
            (1, _) => self.line(&format!("{}: no agency, programme, place or figure found ({hint})", plain(&names))),
            (all, more) => {
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let found = "no agency, programme, place or figure found on";
                self.line(&format!("{found} {all} pages: {}{more} ({hint})", plain(&names)));
            }
        }
        match (self.refused, self.complaints, self.pages) {
            (true, _, 0) => Status::NotDone,
            (_, 0, _) => Status::Done,
            _ => Status::Complaints,
        }
    }
}

/// Shows what share of a piece of work is done, where standard error is a terminal, from any thread.
pub(crate) struct ShareBar(Option<ProgressBar>);

impl ShareBar {
    /// Of work with this name. Nothing is drawn before some of it is done.
    pub fn new(name: &str) -> Self {
        let bar = || {
            let bar = ProgressBar::with_draw_target(Some(1000), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{bar:24} {percent:>3} %  {msg}  {eta} left") {
                bar.set_style(style);
            }
            bar.with_message(name.to_owned())
        };
        Self(io::stderr().is_terminal().then(bar))
    }

    /// Shows how far it is, from 0 to 1. Threads may come out of turn: it never goes back.
    pub fn show(&self, share: f64) {
        if let Some(bar) = &self.0 {
            bar.set_position(bar.position().max((share * 1000.0) as u64));
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn progress(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target((bytes > 0).then_some(bytes), ProgressDrawTarget::stderr());
    let template = if bytes > 0 { "{bar:24} {percent:>3} %  {msg}  {eta} left" } else { "{spinner} {msg}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
