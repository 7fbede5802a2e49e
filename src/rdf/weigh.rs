//! What a parsed query asks of an evaluator, counted before it runs: planning a join takes time with the cube of its
//! patterns, and no time limit reaches into planning.

use spargebra::{
    Query,
    algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression},
};

use crate::rdf::{Limits, QueryError};

/// What a query is made of.
#[derive(Debug, Default, PartialEq, Eq)]
struct Weight {
    /// Triple patterns, a property path among them.
    patterns: usize,
    /// Joins, filters, unions, functions, comparisons, steps of paths …
    operators: usize,
    /// Values of VALUES.
    cells: usize,
}

/// Whether `query` may run.
pub(super) fn weigh(query: &Query, limits: &Limits) -> Result<(), QueryError> {
    let mut weight = Weight::default();
    match query {
        Query::Select { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. } => {
            weight.pattern(pattern);
        }
        Query::Construct { template, pattern, .. } => {
            weight.patterns += template.len();
            weight.pattern(pattern);
        }
    }
    let counted = [
        (weight.patterns, limits.patterns, "triple patterns"),
        (weight.operators, limits.operators, "operators"),
        (weight.cells, limits.cells, "values in VALUES"),
    ];
    match counted.into_iter().find(|(found, limit, _)| found > limit) {
        Some((found, limit, what)) => Err(QueryError::TooMuch { what, found, limit }),
        None => Ok(()),
    }
}

impl Weight {
    fn pattern(&mut self, pattern: &GraphPattern) {
        self.operators += 1;
        match pattern {
            GraphPattern::Bgp { patterns } => self.patterns += patterns.len(),
            GraphPattern::Path { path, .. } => {
                self.patterns += 1;
                self.path(path);
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => {
                self.pattern(left);
                self.pattern(right);
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left);
                self.pattern(right);
                self.expressions(expression);
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr);
                self.pattern(inner);
            }
            GraphPattern::Extend { inner, expression, .. } => {
                self.expression(expression);
                self.pattern(inner);
            }
            GraphPattern::Values { bindings, .. } => self.cells += bindings.iter().map(Vec::len).sum::<usize>(),
            GraphPattern::OrderBy { inner, expression } => {
                for OrderExpression::Asc(expression) | OrderExpression::Desc(expression) in expression {
                    self.expression(expression);
                }
                self.pattern(inner);
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                for (_, aggregate) in aggregates {
                    self.operators += 1;
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr);
                    }
                }
                self.pattern(inner);
            }
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Service { inner, .. } => self.pattern(inner),
        }
    }

    fn expressions<'q>(&mut self, expressions: impl IntoIterator<Item = &'q Expression>) {
        expressions.into_iter().for_each(|expression| self.expression(expression));
    }

    fn expression(&mut self, expression: &Expression) {
        self.operators += 1;
        match expression {
            Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => {}
            Expression::Or(a, b)
            | Expression::And(a, b)
            | Expression::Equal(a, b)
            | Expression::SameTerm(a, b)
            | Expression::Greater(a, b)
            | Expression::GreaterOrEqual(a, b)
            | Expression::Less(a, b)
            | Expression::LessOrEqual(a, b)
            | Expression::Add(a, b)
            | Expression::Subtract(a, b)
            | Expression::Multiply(a, b)
            | Expression::Divide(a, b) => {
                self.expression(a);
                self.expression(b);
            }
            Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => self.expression(a),
            Expression::If(a, b, c) => self.expressions([&**a, &**b, &**c]),
            Expression::In(a, list) => {
                self.expression(a);
                self.expressions(list);
            }
            Expression::Coalesce(list) | Expression::FunctionCall(_, list) => self.expressions(list),
            Expression::Exists(pattern) => self.pattern(pattern),
        }
    }

    fn path(&mut self, path: &PropertyPathExpression) {
        self.operators += 1;
        match path {
            PropertyPathExpression::NamedNode(_) => {}
            PropertyPathExpression::NegatedPropertySet(names) => self.operators += names.len(),
            PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
                self.path(a);
                self.path(b);
            }
            PropertyPathExpression::Reverse(a)
            | PropertyPathExpression::ZeroOrMore(a)
            | PropertyPathExpression::OneOrMore(a)
            | PropertyPathExpression::ZeroOrOne(a) => self.path(a),
        }
    }
}

#[cfg(test)]
mod tests {
    use spargebra::SparqlParser;

    use super::*;

    #[test]
    fn what_a_query_is_made_of_is_counted_wherever_it_stands() {
        let limits = Limits { patterns: 3, operators: 12, cells: 4, ..Limits::default() };
        for (text, expected) in [
            ("SELECT * { ?a ?b ?c . ?c ?d ?e . ?e ?f ?g }", None),
            ("SELECT * { ?a ?b ?c . ?c ?d ?e . ?e ?f ?g . ?g ?h ?i }", Some("triple patterns")),
            ("CONSTRUCT { ?a ?b ?c . ?c ?b ?a } { ?a ?b ?c . ?c ?d ?e }", Some("triple patterns")),
            ("ASK { ?a ?b ?c FILTER NOT EXISTS { ?c ?d ?e . ?e ?f ?g . ?g ?h ?i } }", Some("triple patterns")),
            ("ASK { ?a ?b ?c FILTER(?a = 1 || ?a = 2 || ?a = 3 || ?a = 4 || ?a = 5) }", Some("operators")),
            ("ASK { ?a (<urn:a>/<urn:b>/<urn:c>/<urn:d>/<urn:e>/<urn:f>/<urn:g>)* ?c }", Some("operators")),
            ("ASK { VALUES (?a ?b) { (1 2) (3 4) } }", None),
            ("ASK { VALUES (?a ?b) { (1 2) (3 4) (5 UNDEF) } }", Some("values in VALUES")),
        ] {
            let query = SparqlParser::new().parse_query(text).unwrap();
            let found = weigh(&query, &limits).err().map(|error| match error {
                QueryError::TooMuch { what, .. } => what,
                other => panic!("{other}"),
            });
            assert_eq!(found, expected, "{text}");
        }
    }
}
