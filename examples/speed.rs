//! How fast the pages of a folder are read, beside what else can be done with their bytes, in one run:
//! `cargo run --release --example speed -- FOLDER [DICTIONARY]`. Prints, for each, what, the best seconds by the clock and
//! those of processors out of three times, with tabs between. The dictionary is that of jieba, for what jieba-rs does with
//! the same text. `.ci/speed.py` runs it.

use std::{
    env,
    error::Error,
    fs::{self, File},
    hint::black_box,
    io::BufReader,
    path::{Path, PathBuf},
    time::Instant,
};

use jieba_rs::Jieba;
use rayon::ThreadPoolBuilder;
use zhengtu::{
    lexicon::Lexicon,
    pipeline::read_some,
    text::{Document, Input, list, read},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, dictionary @ ..] = arguments.as_slice() else { return Err("expected FOLDER".into()) };
    let folder = Path::new(folder);
    Lexicon::embedded().gazetteer();
    let pages: Vec<Document> = documents(folder).collect();
    println!("bytes\t{}\t{}", pages.iter().map(|page| page.text.len()).sum::<usize>(), pages.len());

    best("the bytes alone", || bytes(folder))?;
    best("files to pages", || Ok(documents(folder).count()))?;
    for threads in [1, 2] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build()?;
        best(&format!("pages to facts, threads: {threads}"), || {
            let mut inputs = pages.iter().cloned().map(Input::Page);
            while !pool.install(|| read_some(&mut inputs, Lexicon::embedded(), |_| true)).is_empty() {}
            Ok(())
        })?;
    }
    let [dictionary] = dictionary else { return Ok(()) };
    let jieba = Jieba::with_dict(&mut BufReader::new(File::open(dictionary)?))?;
    best("jieba-rs, cut", || {
        pages.iter().for_each(|page| drop(black_box(jieba.cut(&page.text, true))));
        Ok(())
    })?;
    best("jieba-rs, cut and tag", || {
        pages.iter().for_each(|page| drop(black_box(jieba.tag(&page.text, true))));
        Ok(())
    })
}

fn documents(folder: &Path) -> impl Iterator<Item = Document> {
    read(list([folder.to_owned()]).sources).filter_map(|input| match input {
        Input::Page(page) => Some(page),
        Input::Diagnostic(_) => None,
    })
}

/// Reads all files below a folder.
fn bytes(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<PathBuf> = vec![folder.into()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                black_box(fs::read(path)?);
            }
        }
    }
    Ok(())
}

/// Does it three times, and prints the best.
fn best<T>(what: &str, work: impl Fn() -> Result<T, Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let mut best = [f64::MAX; 2];
    for _ in 0..3 {
        let (start, used) = (Instant::now(), processors());
        work()?;
        best = [best[0].min(start.elapsed().as_secs_f64()), best[1].min(processors() - used)];
    }
    println!("{what}\t{:.3}\t{:.3}", best[0], best[1]);
    Ok(())
}

/// Seconds that processors worked for this program, on Linux.
fn processors() -> f64 {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = told.rsplit(')').next().unwrap_or_default().split_whitespace();
    // user and system time, in hundredths
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}
