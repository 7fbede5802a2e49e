//! Complaints: work goes on, and what was odd is said.

use std::fmt::{self, Write as _};

use crate::text::Span;

/// How much of the work a [`Diagnostic`] cost. The gravest one of a run decides its exit status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know, and nothing is wrong: an empty page. Exit status 0.
    Note,
    /// The work was done, with a fault: bytes that were replaced, a line left out. Exit status 1.
    #[default]
    Complaint,
    /// The input was not read at all. Exit status 2 where nothing else was read, else 1.
    Refusal,
}

/// Something odd about an input that did not stop the work.
///
/// Shown on one line as `name:line:column: message (hint)`, the column counted in characters, and with every control
/// character escaped: names and quotes come from strangers and end on a terminal.
///
/// ```
/// use zhengtu::text::{Diagnostic, Span};
/// let page = "本报讯\n追回资金\u{fffd}亿元";
/// let odd = Diagnostic::new("a\u{1b}[2J.txt", "1 character replaced").at(Span::new(8, 9)).within(page).hint("scan it again");
/// assert_eq!(odd.to_string(), r"a\u{1b}[2J.txt:2:5: 1 character replaced (scan it again)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much of the work it cost.
    pub severity: Severity,
    /// Which input it is about: a file's path or a document's name.
    pub source: String,
    /// Where in the decoded page, if at one place.
    pub span: Option<Span>,
    /// Line of the input, from 1, if known.
    pub line: Option<u32>,
    /// Column in that line, from 1, in characters, if known.
    pub column: Option<u32>,
    /// What is wrong and what was expected: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A complaint about a whole input.
    pub fn new(source: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Complaint,
            source: source.into(),
            span: None,
            line: None,
            column: None,
            message: message.into(),
            hint: None,
        }
    }

    /// Something good to know: nothing is wrong.
    pub fn note(source: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::new(source, message) }
    }

    /// The whole input was not read.
    pub fn refusal(source: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Refusal, ..Self::new(source, message) }
    }

    /// Adds what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds where it is.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Adds line and column of its span in `page`, the decoded page that the span points into.
    pub fn within(mut self, page: &str) -> Self {
        if let Some(span) = self.span {
            let (mut line, mut column) = (1, 1);
            for c in page.chars().take(span.start as usize) {
                (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            (self.line, self.column) = (Some(line), Some(column));
        }
        self
    }

    /// Adds the line of the input, from 1, and the column in it, in characters from 1, where there is one.
    pub fn on_line(mut self, line: u32, column: Option<u32>) -> Self {
        (self.line, self.column) = (Some(line), column);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", plain(&self.source))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        write!(f, ": {}", plain(&self.message))?;
        match &self.hint {
            Some(hint) => write!(f, " ({})", plain(hint)),
            None => Ok(()),
        }
    }
}

/// Text made safe for one line of a terminal: control characters, line and paragraph separators and marks that turn
/// the writing direction appear escaped (`\n`, `\u{1b}`).
///
/// ```
/// assert_eq!(zhengtu::text::plain("株洲\u{1b}[31m\n").to_string(), r"株洲\u{1b}[31m\n");
/// ```
pub fn plain(text: &str) -> impl fmt::Display + '_ {
    Plain(text)
}

struct Plain<'a>(&'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if c.is_control() || turns_direction(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') {
                write!(f, "{}", c.escape_default())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

/// The characters of Unicode's property Bidi_Control (UAX #9).
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
