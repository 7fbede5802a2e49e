//! Writes pages that nobody wrote, for measuring: `cargo run --release --example generate -- FOLDER BYTES [EACH [SEED]]`,
//! with `-` for FOLDER to standard output as JSON lines. Sizes may end with K, M or G.

use std::{
    env,
    error::Error,
    fs,
    io::{self, BufWriter, Write},
    path::Path,
};

#[path = "../benches/support/pages.rs"]
mod pages;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, bytes, more @ ..] = arguments.as_slice() else {
        return Err("expected FOLDER BYTES [EACH [SEED]]".into());
    };
    let each = more.first().map_or(Ok(8_000), |each| size(each))?;
    let seed = more.get(1).map_or(Ok(1), |seed| seed.parse())?;
    let mut written = 0;
    let mut out = BufWriter::new(io::stdout().lock());
    for page in pages::pages(seed, size(bytes)?, usize::try_from(each)?) {
        written += page.text.len();
        if folder == "-" {
            let line = serde_json::json!({ "id": page.name, "text": &*page.text });
            writeln!(out, "{line}")?;
            continue;
        }
        let path = Path::new(folder).join(&page.name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(folder)))?;
        fs::write(path, &*page.text)?;
    }
    out.flush()?;
    eprintln!("{written} bytes");
    Ok(())
}

/// A number of bytes.
fn size(text: &str) -> Result<u64, Box<dyn Error>> {
    let (digits, unit) = match text.char_indices().last() {
        Some((at, 'K')) => (&text[..at], 1_000),
        Some((at, 'M')) => (&text[..at], 1_000_000),
        Some((at, 'G')) => (&text[..at], 1_000_000_000),
        _ => (text, 1),
    };
    let number: u64 = digits.parse().map_err(|_| format!("expected a size such as 10M, found {text}"))?;
    Ok(number * unit)
}
