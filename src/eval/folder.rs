//! A folder of gold: which file is for which page.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    eval::{
        annotation::Annotation,
        error::GoldError,
        gold::Gold,
        lines::{self, Line, by_document},
    },
    text::Document,
};

/// The gold of one page, as its file has it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The page that it is for: the name of the page's file without extension, or the id of the document in it.
    pub name: String,
    /// The file that it stands in.
    pub path: PathBuf,
    form: Form,
}

#[derive(Clone, Debug)]
enum Form {
    Annotation(Annotation),
    Lines(Vec<Line>),
}

/// Reads the gold files of a folder, ordered by the names of pages: `X.json` holds an annotation, `X.facts` lines. Both
/// are for the page `X.txt` (or `.md`, `.html` …); in lines, `# doc ID` opens those of one document of a file of many.
///
/// # Errors
/// If there is no gold, if a file cannot be read, or if two are for the same page.
pub fn sheets(folder: &Path) -> Result<Vec<Sheet>, GoldError> {
    let unread = |path: &Path| {
        let path = path.to_owned();
        move |source| GoldError::Io { path, source }
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread(folder))? {
        let path = entry.map_err(unread(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "json" || ending == "facts") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort_unstable();
    let mut sheets: BTreeMap<String, Sheet> = BTreeMap::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(unread(&path))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let forms = if path.extension().is_some_and(|ending| ending == "json") {
            vec![(name, Form::Annotation(Annotation::parse(&text, &path.display().to_string())?))]
        } else {
            let groups = by_document(&text);
            groups.into_iter().map(|(id, lines)| (id.unwrap_or(name.clone()), Form::Lines(lines))).collect()
        };
        for (name, form) in forms {
            let sheet = Sheet { name: name.clone(), path: path.clone(), form };
            if let Some(other) = sheets.insert(name.clone(), sheet) {
                return Err(GoldError::Twice { path, other: other.path, page: name });
            }
        }
    }
    if sheets.is_empty() {
        return Err(GoldError::None(folder.to_owned()));
    }
    Ok(sheets.into_values().collect())
}

impl Sheet {
    /// Whether it is for the page called `page`, a file's path or a document's id: `Some(true)` if it bears the page's
    /// name, `Some(false)` if the names agree up to the first dot or underline (`000_clean.txt` and `000.json`).
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # std::fs::write(folder.path().join("000.facts"), "agency | 县水利局 | government | -\n")?;
    /// let sheet = &zhengtu::eval::sheets(folder.path())?[0];
    /// assert_eq!(sheet.fits("2023/000.txt"), Some(true));
    /// assert_eq!(sheet.fits("000_clean.txt"), Some(false));
    /// assert_eq!(sheet.fits("001.txt"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fits(&self, page: &str) -> Option<bool> {
        let file = page.rsplit('/').next().unwrap_or(page);
        let whole = file.rsplit_once('.').map_or(file, |(name, _)| name);
        let stem = |name: &str| name.split(['.', '_']).next().unwrap_or_default().to_owned();
        let is_named = [page, file, whole].contains(&self.name.as_str());
        (is_named || stem(file) == stem(&self.name)).then_some(is_named)
    }

    /// The gold of its page.
    ///
    /// # Errors
    /// If a line or an item names what is not there.
    pub fn gold(&self, document: &Document) -> Result<Gold, GoldError> {
        let name = self.path.display().to_string();
        match &self.form {
            Form::Annotation(annotation) => annotation.gold(&name, document),
            Form::Lines(lines) => lines::gold(lines, &name, document),
        }
    }
}
