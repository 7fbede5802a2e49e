//! What a network format is.

use std::io::Write;

use crate::{export::ExportError, network::Network};

/// A file format for networks.
pub trait Exporter: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// Its media type (RFC 6838).
    fn media_type(&self) -> &'static str;

    /// What its files' names end in, without the dot.
    fn extension(&self) -> &'static str;

    /// What it is and what reads it, for help texts: one line.
    fn description(&self) -> &'static str;

    /// Another program that it needs, by its name.
    fn needs(&self) -> Option<&'static str> {
        None
    }

    /// Writes the network. The same network gives the same bytes.
    ///
    /// # Errors
    /// If `out` cannot be written to, or what it [needs](Exporter::needs) is not there.
    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError>;
}
