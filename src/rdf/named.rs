//! The questions that users ask, by name.

use crate::rdf::{QueryError, Term, format::nearest, token};

/// A query of `ontology/query/`, or one like them from a file of the user's.
///
/// Comment lines at its head say what it answers (`# en: …`, `# zh: …`) and which parameters it takes
/// (`# param: NAME (name) …` for the name of a thing, `(text)` for other text). In the query a parameter is the
/// variable `$NAME`: left out, it stays a variable, and the query answers for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedQuery<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A parameter of a named query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter<'a> {
    /// Its name, without `$`.
    pub name: &'a str,
    /// Whether it is the name of a thing: a literal in Chinese, as labels are.
    pub is_name: bool,
    /// What it is, in English and Chinese.
    pub about: &'a str,
}

/// Declares the registry from the files' names.
macro_rules! named {
    ($($name:literal,)*) => {
        /// The named queries that come with the program.
        pub const NAMED: &[NamedQuery<'static>] = &[$(NamedQuery {
            name: $name,
            text: include_str!(concat!("../../ontology/query/", $name, ".rq")),
        },)*];
    };
}

named! {
    "overview",
    "coverage",
    "programmes-of-agency",
    "who-runs-programme",
    "first-seen",
    "figures-of-indicator",
    "disagreeing-figures",
    "compare-claims",
    "told-of-place",
    "partners",
    "evidence-of-statement",
}

/// The text of the query called `name` with its parameters filled in.
///
/// ```
/// use zhengtu::rdf::bind;
/// let query = bind("who-runs-programme", &[("programme", "15分钟\"医保\"服务圈")])?;
/// assert!(query.contains(r#"rdfs:label|skos:altLabel "15分钟\"医保\"服务圈"@zh"#));
/// let error = bind("who-runs-program", &[]).unwrap_err().to_string();
/// assert!(error.ends_with("(did you mean who-runs-programme?)"), "{error}");
/// # Ok::<_, zhengtu::rdf::QueryError>(())
/// ```
///
/// # Errors
/// [`QueryError::UnknownName`], [`QueryError::UnknownParameter`].
pub fn bind(name: &str, parameters: &[(&str, &str)]) -> Result<String, QueryError> {
    let query = NAMED.iter().find(|query| query.name == name).ok_or_else(|| QueryError::UnknownName {
        name: name.into(),
        known: NAMED.iter().map(|query| query.name).collect(),
        hint: nearest(name, NAMED.iter().map(|query| query.name)),
    })?;
    query.bind(parameters)
}

impl<'a> NamedQuery<'a> {
    /// What it answers, in English.
    pub fn english(&self) -> String {
        self.head("en:").collect::<Vec<_>>().join(" ")
    }

    /// What it answers, in Chinese.
    pub fn chinese(&self) -> String {
        self.head("zh:").collect()
    }

    /// Its parameters, in the order of their lines.
    pub fn parameters(&self) -> impl Iterator<Item = Parameter<'a>> + use<'a> {
        self.head("param:").filter_map(|line| {
            let (name, rest) = line.split_once(' ')?;
            let (kind, about) = rest.strip_prefix('(')?.split_once(')')?;
            Some(Parameter { name, is_name: kind == "name", about: about.trim() })
        })
    }

    fn head(&self, key: &'static str) -> impl Iterator<Item = &'a str> + use<'a> {
        let lines = self.text.lines().map_while(|line| line.strip_prefix('#'));
        lines.filter_map(move |line| Some(line.trim_start().strip_prefix(key)?.trim()))
    }

    /// Its text with `parameters` filled in as literals, whatever they hold.
    ///
    /// # Errors
    /// [`QueryError::UnknownParameter`].
    pub fn bind(&self, parameters: &[(&str, &str)]) -> Result<String, QueryError> {
        let mut literals: Vec<(&str, String)> = Vec::new();
        for (name, value) in parameters {
            let Some(parameter) = self.parameters().find(|parameter| parameter.name == *name) else {
                let known = self.parameters().map(|parameter| parameter.name.to_owned()).collect();
                return Err(QueryError::UnknownParameter { name: (*name).into(), known });
            };
            let language = parameter.is_name.then(|| "zh".to_owned());
            let literal = Term::Literal { value: (*value).into(), language, datatype: None };
            literals.push((parameter.name, literal.to_string()));
        }
        let mut bound = String::with_capacity(self.text.len());
        let mut done = 0;
        for token in token::tokens(self.text) {
            let filled = token.text.strip_prefix('$').and_then(|name| literals.iter().find(|(one, _)| *one == name));
            if let Some((_, literal)) = filled {
                bound.push_str(&self.text[done..token.range.start]);
                bound.push_str(literal);
                done = token.range.end;
            }
        }
        bound.push_str(&self.text[done..]);
        Ok(bound)
    }
}
