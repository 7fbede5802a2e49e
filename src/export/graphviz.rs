//! Pictures that Graphviz draws: what [`Dot`] writes, handed to the program `dot`.

use std::{
    io::{self, BufWriter, Write},
    process::Command,
};

use tempfile::NamedTempFile;

use crate::{
    export::{Dot, ExportError, Exporter},
    network::Network,
};

/// The program, as it is called on the path.
const PROGRAM: &str = "dot";

/// Browsers show the whole of a picture that is larger than the window.
const FITTED: &[u8] = b"style=\"max-width:100%;max-height:100vh\" ";

/// What Graphviz can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Image {
    /// Scalable, with tooltips and links: for browsers and Inkscape.
    Svg,
    /// Pixels, 144 to the inch: for slides and chats.
    Png,
    /// One page, for print.
    Pdf,
}

impl Image {
    /// The word for it, which files of it end in too.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// A picture, drawn by Graphviz (<https://graphviz.org>), which must be installed.
#[derive(Clone)]
pub struct Picture<'n> {
    /// What file comes out.
    pub image: Image,
    /// What is drawn, and how.
    pub dot: Dot<'n>,
}

impl Picture<'_> {
    /// A picture as [`Dot::DEFAULT`] has it.
    pub const fn plain(image: Image) -> Self {
        Self { image, dot: Dot::DEFAULT }
    }
}

impl Exporter for Picture<'_> {
    fn name(&self) -> &'static str {
        self.image.word()
    }

    fn media_type(&self) -> &'static str {
        match self.image {
            Image::Svg => "image/svg+xml",
            Image::Png => "image/png",
            Image::Pdf => "application/pdf",
        }
    }

    fn extension(&self) -> &'static str {
        self.name()
    }

    fn description(&self) -> &'static str {
        match self.image {
            Image::Svg => "picture with tooltips and links, for browsers and Inkscape",
            Image::Png => "picture for slides",
            Image::Pdf => "picture for print",
        }
    }

    fn needs(&self) -> Option<&'static str> {
        Some("Graphviz")
    }

    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut file = NamedTempFile::new()?;
        let mut writer = BufWriter::new(&mut file);
        let placed = self.dot.draw(network, &mut writer)?;
        writer.flush()?;
        drop(writer);
        let mut command = Command::new(PROGRAM);
        // What has its place stays there.
        command.args(if placed { &["-Kneato", "-n2"][..] } else { &[] });
        command.args((self.image == Image::Png).then_some("-Gdpi=144")).arg(format!("-T{}", self.name()));
        let drawn = run(command.arg(file.path()), self.name())?;
        let root = if self.image == Image::Svg { drawn.windows(5).position(|words| words == b"<svg ") } else { None };
        let (head, rest) = drawn.split_at(root.map_or(0, |at| at + 5));
        out.write_all(head)?;
        out.write_all(if root.is_some() { FITTED } else { b"" })?;
        Ok(out.write_all(rest)?)
    }
}

/// What the program answers.
fn run(command: &mut Command, format: &'static str) -> Result<Vec<u8>, ExportError> {
    let done = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ExportError::NoGraphviz { format },
        _ => ExportError::Graphviz { format, message: error.to_string() },
    })?;
    if done.status.success() && !done.stdout.is_empty() {
        return Ok(done.stdout);
    }
    let message = String::from_utf8_lossy(&done.stderr);
    let first = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it ended without a picture");
    Err(ExportError::Graphviz { format, message: first.to_owned() })
}

/// Whether fontconfig is there and knows no font with Chinese characters, so that Graphviz draws boxes in their stead.
pub fn lacks_han_font() -> bool {
    let listed = Command::new("fc-list").args([":lang=zh-cn", "family"]).output();
    listed.is_ok_and(|listed| listed.status.success() && listed.stdout.iter().all(u8::is_ascii_whitespace))
}
