//! Paths and parameters as they stand in a request, decoded strictly.

use percent_encoding::percent_decode_str;

use crate::serve::problem::Problem;

/// The parameters of a request, in their order; a name may come more than once.
#[derive(Debug, Default)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    /// From what stands behind `?`, or from the body of a form.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((form(name)?, form(value)?))
        });
        pairs.collect::<Result<_, Problem>>().map(Self)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |(one, _)| *one == name).map(|(_, value)| value)
    }

    /// The one value of `name`; that there are two is the client's mistake.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.iter().filter(|(one, _)| *one == name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(Problem::bad(format!("{name} is given more than once: expected one"))),
            (one, None) => Ok(one),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }
}

fn form(text: &str) -> Result<String, Problem> {
    decode(&text.replace('+', " "))
}

/// `text` with each `%XX` decoded.
pub(super) fn decode(text: &str) -> Result<String, Problem> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(Into::into).map_err(|_| Problem::bad("the address is not UTF-8: encode its %XX from UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded_strictly() {
        let params = Params::parse("query=ASK+%7B%7D&a=%E6%B9%98&b&a=2&&=x").unwrap();
        assert_eq!(params.one("query").unwrap(), Some("ASK {}"));
        assert_eq!(params.all("a").collect::<Vec<_>>(), ["湘", "2"]);
        assert_eq!(params.one("b").unwrap(), Some(""));
        assert!(params.one("a").is_err());
        assert!(Params::parse("query=%FF").is_err());
    }
}
