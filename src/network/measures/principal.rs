//! The greatest eigenvalue of a matrix and its vector.

use crate::network::NetworkError;

/// Vectors that are held at once.
const BASIS: usize = 20;
/// Times that they are made before a measure gives up.
const ROUNDS: usize = 1000;
/// What is left of a vector beside its own direction when it is multiplied, as a share of the eigenvalue.
const TOLERANCE: f64 = 1e-13;

/// The greatest eigenvalue of a symmetric matrix without negative entries, and a vector of it of length 1: what powers of
/// the matrix make of a vector of ones. `multiply` puts the product of the matrix and its first vector into the second.
///
/// Lanczos's method with a new start from the best vector so far (Golub and Van Loan 2013, section 10.1).
pub(super) fn principal(
    measure: &'static str,
    nodes: usize,
    mut multiply: impl FnMut(&[f64], &mut [f64]),
) -> Result<(f64, Vec<f64>), NetworkError> {
    let mut best = vec![1.0; nodes];
    unit(&mut best);
    for _ in 0..ROUNDS {
        let mut basis: Vec<Vec<f64>> = vec![best];
        // of the matrix as the basis sees it, the diagonal and what stands beside it
        let (mut diagonal, mut beside) = (Vec::new(), Vec::new());
        while let Some(last) = basis.last().filter(|_| diagonal.len() < BASIS) {
            let mut next = vec![0.0; nodes];
            multiply(last, &mut next);
            diagonal.push(dot(last, &next));
            // twice, as what is taken away the first time is not exact
            for _ in 0..2 {
                for known in &basis {
                    let along = dot(known, &next);
                    next.iter_mut().zip(known).for_each(|(next, known)| *next -= along * known);
                }
            }
            beside.push(unit(&mut next));
            let size = diagonal.iter().fold(0.0, |size: f64, value| size.max(value.abs()));
            if beside.last().is_none_or(|rest| *rest <= TOLERANCE * size) {
                break;
            }
            basis.push(next);
        }
        let (value, shares) = greatest(&diagonal, &beside);
        best = vec![0.0; nodes];
        for (share, vector) in shares.iter().zip(&basis) {
            best.iter_mut().zip(vector).for_each(|(sum, value)| *sum += share * value);
        }
        let rest = beside.last().unwrap_or(&0.0) * shares.last().unwrap_or(&0.0).abs();
        if rest <= TOLERANCE * value.abs() {
            // all of one sign, but for rounding
            let sign = best.iter().sum::<f64>().signum();
            best.iter_mut().for_each(|value| *value = (*value * sign).max(0.0));
            unit(&mut best);
            return Ok((value, best));
        }
        unit(&mut best);
    }
    Err(NetworkError::NotConverged { measure, iterations: ROUNDS * BASIS })
}

/// As a vector of length 1; the length that it had.
pub(super) fn unit(values: &mut [f64]) -> f64 {
    let length = dot(values, values).sqrt();
    if length > 0.0 {
        values.iter_mut().for_each(|value| *value /= length);
    }
    length
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    // several sums at once: each addition waits for the one before
    let (ones, others) = (one.chunks_exact(8), other.chunks_exact(8));
    let rest: f64 = ones.remainder().iter().zip(others.remainder()).map(|(one, other)| one * other).sum();
    let mut sums = [0.0; 8];
    for (one, other) in ones.zip(others) {
        sums.iter_mut().zip(one.iter().zip(other)).for_each(|(sum, (one, other))| *sum += one * other);
    }
    sums.iter().sum::<f64>() + rest
}

/// The greatest eigenvalue and its vector of a small symmetric matrix with entries on and beside the diagonal only: turned
/// in planes until nothing stands beside the diagonal (Jacobi's method, the same book, section 8.5).
fn greatest(diagonal: &[f64], beside: &[f64]) -> (f64, Vec<f64>) {
    let size = diagonal.len();
    let mut matrix = vec![vec![0.0; size]; size];
    let mut vectors = vec![vec![0.0; size]; size];
    for at in 0..size {
        (matrix[at][at], vectors[at][at]) = (diagonal[at], 1.0);
        if at + 1 < size {
            (matrix[at][at + 1], matrix[at + 1][at]) = (beside[at], beside[at]);
        }
    }
    let whole: f64 = matrix.iter().flatten().map(|value| value * value).sum();
    for _ in 0..100 {
        let mut off = 0.0;
        for p in 0..size {
            for q in p + 1..size {
                let entry = matrix[p][q];
                off += entry * entry;
                if entry == 0.0 {
                    continue;
                }
                let half = (matrix[q][q] - matrix[p][p]) / (2.0 * entry);
                let tangent = half.signum() / (half.abs() + half.hypot(1.0));
                let cosine = 1.0 / tangent.hypot(1.0);
                let sine = tangent * cosine;
                for row in &mut matrix {
                    (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
                }
                for at in 0..size {
                    let (upper, lower) = (matrix[p][at], matrix[q][at]);
                    (matrix[p][at], matrix[q][at]) = (cosine * upper - sine * lower, sine * upper + cosine * lower);
                    let (upper, lower) = (vectors[p][at], vectors[q][at]);
                    (vectors[p][at], vectors[q][at]) = (cosine * upper - sine * lower, sine * upper + cosine * lower);
                }
            }
        }
        if off <= 1e-32 * whole {
            break;
        }
    }
    let best = (0..size).max_by(|&a, &b| matrix[a][a].total_cmp(&matrix[b][b]));
    best.map_or((0.0, Vec::new()), |best| (matrix[best][best], vectors.swap_remove(best)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The neighbours of a node on a path of `nodes` added up: the greatest eigenvalue is 2 cos(π / (n + 1)).
    #[test]
    fn a_long_path_has_the_eigenvector_of_the_textbook() {
        for nodes in [1, 2, 3, 50, 400] {
            let sum = |before: &[f64], after: &mut [f64]| {
                for at in 0..nodes {
                    let left = if at > 0 { before[at - 1] } else { 0.0 };
                    after[at] = left + before.get(at + 1).unwrap_or(&0.0);
                }
            };
            let (value, vector) = principal("test", nodes, sum).unwrap();
            let angle = std::f64::consts::PI / (nodes + 1) as f64;
            assert!((value - 2.0 * angle.cos()).abs() < 1e-12, "{nodes}: {value}");
            let mut sine: Vec<f64> = (1..=nodes).map(|at| (at as f64 * angle).sin()).collect();
            unit(&mut sine);
            let worst = vector.iter().zip(&sine).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
            assert!(worst < 1e-8, "{nodes}: {worst}");
        }
    }

    #[test]
    fn nothing_and_a_matrix_of_zeros_are_no_trouble() {
        assert_eq!(principal("test", 0, |_, _| ()).unwrap(), (0.0, vec![]));
        let (value, vector) = principal("test", 4, |_, after| after.fill(0.0)).unwrap();
        assert_eq!((value, vector), (0.0, vec![0.5; 4]));
    }
}
