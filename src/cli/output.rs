//! Where results go: standard output, or a file that appears whole or not at all.

use std::{
    fs::{self, File},
    io::{self, BufWriter, IsTerminal, Stdout, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::cli::failure::{Failure, cause};

/// Where results go.
pub(crate) enum Output {
    /// Standard output.
    Screen(BufWriter<Stdout>),
    /// A file under a name of its own until it is whole; the name that it gets then, as it was given and as it is.
    File(BufWriter<NamedTempFile>, PathBuf, PathBuf),
    /// What is no file, a device or a pipe: it is written to as it is.
    Device(BufWriter<File>, PathBuf),
}

impl Output {
    /// Standard output, or the file that was named.
    pub fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::Screen(BufWriter::with_capacity(1 << 16, io::stdout()))) };
        let failed = |error: io::Error| Failure::stopped(named(path, &error));
        // behind a link is what is to be replaced, not the link
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&real) {
            Ok(found) if found.is_dir() => {
                return Err(Failure::stopped(format!("{} is a folder: name a file in it", path.display())));
            }
            Ok(found) if !found.is_file() => {
                let device = File::options().write(true).open(&real).map_err(failed)?;
                return Ok(Self::Device(BufWriter::new(device), path.to_owned()));
            }
            _ => {}
        }
        let folder = real.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new();
        #[cfg(unix)]
        {
            // as any other file, less what the umask takes away
            use std::os::unix::fs::PermissionsExt;
            file.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = file.prefix(".zhengtu-").tempfile_in(folder).map_err(failed)?;
        Ok(Self::File(BufWriter::with_capacity(1 << 16, file), path.to_owned(), real))
    }

    /// Whether a person looks at it.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Self::Screen(_)) && io::stdout().is_terminal()
    }

    /// Whether colours and underlines are wanted: on a terminal, unless `NO_COLOR` or `TERM` say no.
    pub fn is_coloured(&self) -> bool {
        self.is_terminal() && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
    }

    /// How many columns the terminal has.
    pub fn width(&self) -> Option<usize> {
        let width = || terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        self.is_terminal().then(width)
    }

    /// All is written: a file gets its name.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        if let Self::File(file, path, real) = self {
            let file = file.into_inner().map_err(|error| Failure::stopped(named(&path, error.error())))?;
            file.persist(&real).map_err(|error| Failure::stopped(named(&path, &error.error)))?;
        }
        Ok(())
    }

    fn name(&self) -> &Path {
        match self {
            Self::Screen(_) => Path::new("standard output"),
            Self::File(_, path, _) | Self::Device(_, path) => path,
        }
    }

    fn named(&self, error: io::Error) -> io::Error {
        io::Error::new(error.kind(), named(self.name(), &error))
    }
}

fn named(path: &Path, error: &io::Error) -> String {
    format!("{} can't be written: {}", path.display(), cause(error))
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Screen(out) => out.write(bytes),
            Self::File(out, ..) => out.write(bytes),
            Self::Device(out, _) => out.write(bytes),
        }
        .map_err(|error| self.named(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Screen(out) => out.flush(),
            Self::File(out, ..) => out.flush(),
            Self::Device(out, _) => out.flush(),
        }
        .map_err(|error| self.named(error))
    }
}
