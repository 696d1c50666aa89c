//! Sums of products by subscripts (einsum), made of transposes, batches of matrix products, sums and
//! elementwise products, pair by pair.
#![forbid(unsafe_code)]

use super::attrs::{Attr, AttrSpec, Attrs};
use super::spec::{Forward, Infer, OpSpec, Sample, Types, variadic};
use super::value::{Graph, Value, Values, call};
use crate::base::{DType, Error, Result, Shape};

pub static OPS: &[OpSpec] = &[OpSpec {
    name: "einsum",
    aliases: &["_npi_einsum"],
    doc: "NumPy's einsum: letters name the axes of the arrays, `ij,jk->ik` multiplies matrices. A letter that is not behind \
          the arrow is summed over; a letter twice in one array takes its diagonal; without an arrow the result has the \
          letters that occur once, in alphabetical order. Pairs are multiplied in the order that keeps what is between \
          small. A sum over everything is [1].",
    inputs: &[variadic("data")],
    attrs: &[
        AttrSpec::required_text("subscripts", "The letters of each array, with commas between, and of the result."),
        AttrSpec::optional_int("num_args", "Accepted and ignored: the number of arrays is seen."),
        AttrSpec::int("optimize", 0, "Accepted and ignored: the order is always chosen."),
    ],
    positional: 1,
    infer,
    forward: Forward::Composite(run),
    cost: |i, out| i.inputs.iter().flatten().map(|(s, _)| s.size() as u64).sum::<u64>() + out[0].0.size() as u64 + 500,
    samples: || {
        vec![
            Sample::new(&[&[2, 3], &[3, 4]]).attr("subscripts", "ij,jk->ik"),
            Sample::new(&[&[2, 3], &[4, 3], &[4, 2]]).attr("subscripts", "ij,kj,kl->li"),
            Sample::new(&[&[3, 3, 2]]).attr("subscripts", "iij->ji"),
            Sample::new(&[&[2, 3], &[2, 4], &[2]]).attr("subscripts", "bi,bj,b"),
            Sample::new(&[&[3], &[3]]).attr("subscripts", "i,i->"),
            Sample::new(&[&[2, 2]]).attr("subscripts", "ii"),
            Sample::new(&[&[2, 0], &[0, 3]]).attr("subscripts", "ij,jk"),
        ]
    },
    ..OpSpec::NEW
}];

/// What the subscripts say: letters of each operand and of the result, and the size of each letter.
struct Plan {
    terms: Vec<Vec<u8>>,
    output: Vec<u8>,
    sizes: [usize; 128],
}

impl Plan {
    fn of(subscripts: &str, shapes: &[Shape]) -> Result<Plan> {
        let text: String = subscripts.chars().filter(|c| !c.is_whitespace()).collect();
        if text.contains("...") {
            return Err(Error::attribute(format!(
                "subscripts are \"{subscripts}\"; an ellipsis is not possible in this version"
            )));
        }
        let (left, right) = match text.split_once("->") {
            Some((left, right)) => (left, Some(right)),
            None => (text.as_str(), None),
        };
        let letters = |term: &str| -> Result<Vec<u8>> {
            match term.chars().find(|c| !c.is_ascii_alphabetic()) {
                Some(bad) => Err(Error::attribute(format!(
                    "subscripts are \"{subscripts}\", with '{bad}'; they must be letters, commas and one arrow ->"
                ))),
                None => Ok(term.bytes().collect()),
            }
        };
        let terms = left.split(',').map(letters).collect::<Result<Vec<_>>>()?;
        if terms.len() != shapes.len() {
            return Err(Error::attribute(format!(
                "subscripts \"{subscripts}\" are of {} arrays; {} were given",
                terms.len(),
                shapes.len()
            )));
        }
        let (mut sizes, mut counts) = ([usize::MAX; 128], [0usize; 128]);
        for (n, (term, shape)) in terms.iter().zip(shapes).enumerate() {
            let written = String::from_utf8_lossy(term);
            if term.len() != shape.ndim() {
                return Err(Error::shape(format!(
                    "array {n} has shape {shape}; \"{written}\" names {} axes",
                    term.len()
                )));
            }
            for (&letter, size) in term.iter().zip(shape.iter()) {
                let known = &mut sizes[letter as usize];
                counts[letter as usize] += 1;
                if *known != usize::MAX && *known != size {
                    return Err(Error::shape(format!(
                        "'{}' is {known} and, in array {n} of shape {shape}, {size}",
                        letter as char
                    )));
                }
                *known = size;
            }
        }
        let output = match right {
            Some(right) => letters(right)?,
            None => (0..128u8).filter(|&l| counts[l as usize] == 1).collect(),
        };
        for (at, &letter) in output.iter().enumerate() {
            if counts[letter as usize] == 0 || output[..at].contains(&letter) {
                return Err(Error::attribute(format!(
                    "subscripts are \"{subscripts}\": '{}' behind the arrow must occur once there, and before it",
                    letter as char
                )));
            }
        }
        Ok(Plan { terms, output, sizes })
    }

    fn size(&self, letters: &[u8]) -> usize {
        letters.iter().map(|&l| self.sizes[l as usize]).product()
    }
    fn shape(&self, letters: &[u8]) -> Result<Shape> {
        Shape::checked(letters.iter().map(|&l| self.sizes[l as usize] as u64))
    }
    /// The shape of the result; a scalar is [1].
    fn result(&self) -> Result<Shape> {
        if self.output.is_empty() { Ok(Shape::new(&[1])) } else { self.shape(&self.output) }
    }
}

fn infer(i: &Infer) -> Result<Types> {
    let dtype = i.same_dtypes()?;
    let shapes: Vec<Shape> = i.inputs.iter().flatten().map(|(s, _)| *s).collect();
    i.one(Plan::of(i.attrs.text("subscripts"), &shapes)?.result()?, dtype)
}

/// An array and the letters of its axes.
struct Operand {
    letters: Vec<u8>,
    value: Value,
}

fn view(g: &mut dyn Graph, x: &Value, shape: Shape) -> Result<Value> {
    if x.shape() == shape { Ok(x.clone()) } else { call(g, "_view", &[x], &[("shape", shape.into())]) }
}

/// The axes in the order of `letters`, which are all of them.
fn ordered(g: &mut dyn Graph, x: &Operand, letters: &[u8]) -> Result<Value> {
    if x.letters == letters {
        return Ok(x.value.clone());
    }
    let axes: Vec<i64> =
        letters.iter().filter_map(|l| x.letters.iter().position(|m| m == l)).map(|a| a as i64).collect();
    call(g, "transpose", &[&x.value], &[("axes", axes.into())])
}

/// Diagonals of letters that occur twice; sums over those that `keep` does not want.
fn reduced(g: &mut dyn Graph, plan: &Plan, mut x: Operand, keep: &dyn Fn(u8) -> bool) -> Result<Operand> {
    while let Some((first, second)) = repeated(&x.letters) {
        let attrs = [("axis1", Attr::Int(first as i64)), ("axis2", Attr::Int(second as i64))];
        x.value = call(g, "diag", &[&x.value], &attrs)?;
        let letter = x.letters.remove(second);
        x.letters.remove(first);
        x.letters.push(letter);
    }
    let gone: Vec<i64> = (0..x.letters.len()).filter(|&i| !keep(x.letters[i])).map(|i| i as i64).collect();
    if !gone.is_empty() {
        x.letters.retain(|&l| keep(l));
        let sum = call(g, "sum", &[&x.value], &[("axis", gone.into())])?;
        x.value = view(g, &sum, plan.shape(&x.letters)?)?;
    }
    Ok(x)
}

fn repeated(letters: &[u8]) -> Option<(usize, usize)> {
    (0..letters.len()).find_map(|i| (i + 1..letters.len()).find(|&j| letters[i] == letters[j]).map(|j| (i, j)))
}

/// Letters of a product of two: in both and kept, of the first alone, of the second alone, summed over.
fn parts(a: &[u8], b: &[u8], keep: &dyn Fn(u8) -> bool) -> [Vec<u8>; 4] {
    let both = |l: &u8| b.contains(l);
    [
        a.iter().copied().filter(|l| both(l) && keep(*l)).collect(),
        a.iter().copied().filter(|l| !both(l)).collect(),
        b.iter().copied().filter(|l| !a.contains(l)).collect(),
        a.iter().copied().filter(|l| both(l) && !keep(*l)).collect(),
    ]
}

fn multiplied(g: &mut dyn Graph, plan: &Plan, a: Operand, b: Operand, keep: &dyn Fn(u8) -> bool) -> Result<Operand> {
    let [batch, left, right, summed] = parts(&a.letters, &b.letters, keep);
    let x = ordered(g, &a, &[batch.clone(), left.clone(), summed.clone()].concat())?;
    let y = ordered(g, &b, &[batch.clone(), summed.clone(), right.clone()].concat())?;
    let (n, m, k, c) = (plan.size(&batch), plan.size(&left), plan.size(&summed), plan.size(&right));
    let letters = [batch, left, right].concat();
    let real = matches!(x.dtype(), DType::Float32 | DType::Float64);
    let value = if summed.is_empty() {
        let (x, y) = (view(g, &x, Shape::new(&[n, m, 1]))?, view(g, &y, Shape::new(&[n, 1, c]))?);
        call(g, "broadcast_mul", &[&x, &y], &[])?
    } else if real {
        let (x, y) = (view(g, &x, Shape::new(&[n, m, k]))?, view(g, &y, Shape::new(&[n, k, c]))?);
        call(g, "batch_dot", &[&x, &y], &[])?
    } else {
        // Integers and float16 have no matrix product.
        let (x, y) = (view(g, &x, Shape::new(&[n, m, k, 1]))?, view(g, &y, Shape::new(&[n, 1, k, c]))?);
        let product = call(g, "broadcast_mul", &[&x, &y], &[])?;
        call(g, "sum", &[&product], &[("axis", vec![2].into())])?
    };
    let value = view(g, &value, plan.shape(&letters)?)?;
    Ok(Operand { letters, value })
}

fn run(g: &mut dyn Graph, attrs: &Attrs, inputs: &[Option<Value>]) -> Result<Values> {
    let values: Vec<Value> = inputs.iter().flatten().cloned().collect();
    let shapes: Vec<Shape> = values.iter().map(|v| v.shape()).collect();
    let types: Vec<_> = values.iter().map(|v| Some((v.shape(), v.dtype()))).collect();
    Infer { op: super::find("einsum").expect("registered"), attrs, inputs: &types }.same_dtypes()?;
    let plan = Plan::of(attrs.text("subscripts"), &shapes)?;
    let mut operands: Vec<Operand> = Vec::new();
    for (n, value) in values.into_iter().enumerate() {
        let elsewhere = |l: u8| {
            plan.output.contains(&l) || plan.terms.iter().enumerate().any(|(other, t)| other != n && t.contains(&l))
        };
        operands.push(reduced(g, &plan, Operand { letters: plan.terms[n].clone(), value }, &elsewhere)?);
    }
    while operands.len() > 1 {
        // The pair whose product is smallest, beside what it replaces.
        let mut best: Option<(i128, usize, usize)> = None;
        for i in 0..operands.len() {
            for j in i + 1..operands.len() {
                let keep = |l: u8| wanted(&plan, &operands, (i, j), l);
                let [batch, left, right, _] = parts(&operands[i].letters, &operands[j].letters, &keep);
                let size = |letters: &[u8]| plan.size(letters) as i128;
                let grown = size(&batch) * size(&left) * size(&right);
                let growth = grown - size(&operands[i].letters) - size(&operands[j].letters);
                if best.is_none_or(|(least, ..)| growth < least) {
                    best = Some((growth, i, j));
                }
            }
        }
        let (_, i, j) = best.unwrap_or((0, 0, 1));
        let letters: Vec<u8> = (0..128).filter(|&l| wanted(&plan, &operands, (i, j), l)).collect();
        let (b, a) = (operands.remove(j), operands.remove(i));
        let product = multiplied(g, &plan, a, b, &|l| letters.contains(&l))?;
        operands.push(product);
    }
    let x = operands.pop().ok_or_else(|| Error::attribute("no arrays are given; it needs one at least"))?;
    let value = ordered(g, &x, &plan.output)?;
    let value = view(g, &value, plan.result()?)?;
    Ok(smallvec::smallvec![value])
}

/// Is the letter needed once operands i and j have been multiplied?
fn wanted(plan: &Plan, operands: &[Operand], (i, j): (usize, usize), letter: u8) -> bool {
    plan.output.contains(&letter)
        || operands.iter().enumerate().any(|(n, o)| n != i && n != j && o.letters.contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(subscripts: &str, shapes: &[&[usize]]) -> Result<Plan> {
        Plan::of(subscripts, &shapes.iter().map(|s| Shape::new(s)).collect::<Vec<_>>())
    }

    #[test]
    fn without_an_arrow_letters_that_occur_once_are_given_in_order() {
        let p = plan("ba, bc", &[&[2, 3], &[2, 4]]).unwrap();
        assert_eq!((p.output.as_slice(), p.result().unwrap()), (&b"ac"[..], Shape::new(&[3, 4])));
        assert_eq!(plan("ii", &[&[2, 2]]).unwrap().result().unwrap(), Shape::new(&[1]));
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_the_place() {
        for (subscripts, shapes, says) in [
            ("ij,jk", &[&[2, 3][..]][..], "of 2 arrays; 1 were given"),
            ("ijk", &[&[2, 3]], "names 3 axes"),
            ("ij,jk", &[&[2, 3], &[4, 5]], "'j' is 3"),
            ("i->j", &[&[2]], "'j' behind the arrow"),
            ("ij->ii", &[&[2, 2]], "'i' behind the arrow"),
            ("i->i->i", &[&[2]], "with '-'"),
            ("i...", &[&[2]], "ellipsis"),
            ("i1", &[&[2, 2]], "with '1'"),
        ] {
            let error = plan(subscripts, shapes).err().expect(subscripts);
            assert!(error.text.contains(says), "{subscripts}: {error}");
        }
    }

    #[test]
    fn texts_cross_the_border_as_lengths_and_code_points() {
        let table = OPS[0].attrs;
        let attrs = Attrs::parse(table, &[1.0, 3.0, 105.0, 45.0, 62.0]).unwrap();
        assert_eq!(attrs.text("subscripts"), "i->");
        for numbers in [&[1.0, 1e9][..], &[1.0, f64::NAN], &[1.0, -1.0], &[0.0]] {
            assert!(Attrs::parse(table, numbers).is_err());
        }
    }
}
