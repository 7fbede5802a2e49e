//! Rust files as tokens: what the tests of the layout look at. Comments, doc comments and test code are left out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One file of `src`.
pub struct Source {
    /// Path below `src`, with `/`: `text/span.rs`.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Its tokens in one row, delimiters among them, without comments, doc comments and test code.
    pub tokens: Vec<Token>,
}

/// A word, a sign or a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As it stands in the file; `{`, `(`, `[` and their partners are tokens too.
    pub text: String,
    /// Line from 1.
    pub line: usize,
    /// Whether it is a literal.
    pub literal: bool,
}

impl Source {
    /// Every `.rs` file below `folder` in the order of their paths, files of tests left out.
    pub fn all(folder: &Path) -> Vec<Self> {
        let mut paths = Vec::new();
        collect(folder, &mut paths);
        paths.sort();
        let relative = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        paths.iter().map(|path| Self::new(&relative(path), &fs::read_to_string(path).unwrap())).collect()
    }

    /// A file from its text.
    pub fn new(path: &str, text: &str) -> Self {
        let tokens = text.parse::<TokenStream>().unwrap_or_else(|error| panic!("src/{path}: {error}"));
        let mut flat = Vec::new();
        flatten(tokens, &mut flat);
        Self { path: path.into(), text: text.into(), tokens: flat }
    }

    /// The first part of the path without `.rs`: the room.
    pub fn room(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Whether a row of tokens stands anywhere; gives the lines.
    pub fn find<'a>(&'a self, row: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
        self.tokens
            .windows(row.len())
            .filter(move |window| window.iter().zip(row).all(|(token, want)| !token.literal && token.text == *want))
            .map(|window| window[0].line)
    }

    /// Lines where the crate `name` is named: `name::…`, `use name`, `extern crate name`.
    pub fn names_crate(&self, name: &str) -> Vec<usize> {
        let text = |at: Option<usize>| at.and_then(|at| self.tokens.get(at)).map_or("", |token| token.text.as_str());
        (0..self.tokens.len())
            .filter(|&at| text(Some(at)) == name && !self.tokens[at].literal)
            .filter(|&at| {
                let (before, after) = (text(at.checked_sub(1)), text(Some(at + 1)));
                before == "use" || (after == "::" && before != "::")
            })
            .map(|at| self.tokens[at].line)
            .collect()
    }

    /// The paths below `crate` that the file uses: `crate::text::{Span, edit::Edited}` gives `text::Span` and
    /// `text::edit::Edited`, each with its line.
    pub fn imports(&self) -> Vec<(Vec<String>, usize)> {
        let mut paths = Vec::new();
        for at in 0..self.tokens.len() {
            let alone = at == 0 || self.tokens[at - 1].text != "$";
            if alone && self.tokens[at].text == "crate" && self.tokens.get(at + 1).is_some_and(|t| t.text == "::") {
                tree(&self.tokens, at + 2, &mut Vec::new(), &mut paths);
            }
        }
        paths
    }
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "tests" {
            collect(&path, into);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            into.push(path);
        }
    }
}

/// Reads the use tree that begins at `at`; gives where it ends.
fn tree(tokens: &[Token], mut at: usize, stem: &mut Vec<String>, paths: &mut Vec<(Vec<String>, usize)>) -> usize {
    let depth = stem.len();
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    loop {
        match text(at) {
            "{" => {
                at += 1;
                while !matches!(text(at), "}" | "") {
                    at = tree(tokens, at, stem, paths);
                    if text(at) == "as" {
                        at += 2;
                    }
                    if text(at) == "," {
                        at += 1;
                    }
                }
                at += 1;
                break;
            }
            word => {
                if word != "self" && word != "*" {
                    stem.push(word.into());
                }
                at += 1;
                if text(at) != "::" || text(at + 1) == "<" {
                    paths.push((stem.clone(), tokens[at - 1].line));
                    break;
                }
                at += 1;
            }
        }
    }
    stem.truncate(depth);
    at
}

/// Puts tokens in a row, leaving out what `#[doc]` says and what `#[cfg(test)]` stands before.
fn flatten(stream: TokenStream, into: &mut Vec<Token>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < trees.len() {
        if let Some(attribute) = attribute(&trees[at..]) {
            if attribute.inner.starts_with("doc") {
                at += attribute.length;
                continue;
            }
            if attribute.inner == "cfg (test)" || attribute.inner == "test" {
                at += attribute.length;
                while let Some(next) = self::attribute(&trees[at..]) {
                    at += next.length;
                }
                // The item goes to its `;` or to its body in braces.
                let end = |tree: &TokenTree| match tree {
                    TokenTree::Punct(sign) => sign.as_char() == ';',
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    _ => false,
                };
                at += trees[at..].iter().position(end).map_or(trees.len() - at, |length| length + 1);
                continue;
            }
        }
        let line = trees[at].span().start().line;
        let mut push = |text: String, line: usize, literal: bool| into.push(Token { text, line, literal });
        match &trees[at] {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                push(open.into(), line, false);
                flatten(group.stream(), into);
                into.push(Token { text: close.into(), line: group.span_close().start().line, literal: false });
            }
            TokenTree::Punct(colon) if colon.as_char() == ':' && is_colon(trees.get(at + 1)) => {
                push("::".into(), line, false);
                at += 1;
            }
            TokenTree::Literal(literal) => push(literal.to_string(), line, true),
            other => push(other.to_string(), line, false),
        }
        at += 1;
    }
}

fn is_colon(tree: Option<&TokenTree>) -> bool {
    matches!(tree, Some(TokenTree::Punct(colon)) if colon.as_char() == ':')
}

struct Attribute {
    inner: String,
    /// How many token trees it takes.
    length: usize,
}

/// The attribute that `trees` begin with.
fn attribute(trees: &[TokenTree]) -> Option<Attribute> {
    let is = |tree: Option<&TokenTree>, sign: char| matches!(tree, Some(TokenTree::Punct(p)) if p.as_char() == sign);
    if !is(trees.first(), '#') {
        return None;
    }
    let body = 1 + usize::from(is(trees.get(1), '!'));
    match trees.get(body) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            Some(Attribute { inner: group.stream().to_string(), length: body + 1 })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Source;

    fn literals(text: &str) -> Vec<String> {
        let tokens = Source::new("a.rs", text).tokens;
        tokens.into_iter().filter(|token| token.literal).map(|token| token.text).collect()
    }

    #[test]
    fn literals_are_told_from_comments_and_lifetimes() {
        let text = r###"
            //! 甲 "乙"
            /// doc 丙
            #[doc = "丁"]
            #[error("戊")]
            fn a<'a>(b: &'a str) { /* "己" /* 庚 */ */ let c = ('辛', b"x", r#"壬" // "#, '\'', "a\"癸"); } // "子"
        "###;
        assert_eq!(literals(text), [r#""戊""#, "'辛'", r#"b"x""#, r##"r#"壬" // "#"##, r"'\''", r#""a\"癸""#]);
    }

    #[test]
    fn literals_inside_macros_are_seen() {
        assert_eq!(literals("classes! { A = \"甲\": \"b\", }"), ["\"甲\"", "\"b\""]);
    }

    #[test]
    fn test_code_is_left_out() {
        let text = "#[cfg(test)]\nmod tests;\n#[cfg(test)]\n#[allow(x)]\nmod a { fn b() { \"甲\" } }\nfn c() { \"d\" }\n\
                    #[cfg(test)] use e::{f, g};\n#[test]\nfn h() { \"i\" }\nfn j() { \"k\" }";
        assert_eq!(literals(text), ["\"d\"", "\"k\""]);
        assert_eq!(literals("#[cfg(not(test))] fn a() { \"b\" }"), ["\"b\""]);
    }

    #[test]
    fn imports_are_flattened() {
        let text = "use crate::{text::{Span, edit::{self, Edited}}, model::*, a as b, lexicon};\n\
                    fn f() { crate::rdf::lower(crate::store::Store::<u8>::open()); $crate::no::x() }\n\
                    // crate::not::this\npub(crate) fn g() {}";
        let imports: Vec<(String, usize)> =
            Source::new("a.rs", text).imports().into_iter().map(|(path, line)| (path.join("::"), line)).collect();
        let want = [
            ("text::Span", 1),
            ("text::edit", 1),
            ("text::edit::Edited", 1),
            ("model", 1),
            ("a", 1),
            ("lexicon", 1),
            ("rdf::lower", 2),
            ("store::Store", 2),
        ];
        assert_eq!(imports, want.map(|(path, line)| (path.to_string(), line)));
    }

    #[test]
    fn crates_are_named_in_paths_and_imports_only() {
        let source = Source::new("a.rs", "use http;\nfn f(http: u8) { http.x; a::http::b; http::c; \"http::d\" }");
        assert_eq!(source.names_crate("http"), [1, 2]);
    }
}
