//! The checker of certificates in Python, run on the texts of a problem and its certificate.

use std::path::Path;
use std::process::Command;

use service_circle::siting::CertifiedBound;

/// What the checker prints of a certificate, whose bound is as stated to the last bit.
pub fn checked(proof: &CertifiedBound, name: &str) -> Result<(f64, f64), String> {
    let (value, bound) = recomputed(&proof.problem, &proof.certificate, name)?;
    let stated = proof.bound;
    if bound.to_bits() == stated.to_bits() {
        Ok((value, bound))
    } else {
        Err(format!("the bound is {bound}, not {stated} as stated"))
    }
}

/// What the checker prints, value and bound, or what it says against the certificate. The name keeps
/// the files of tests that run side by side apart.
pub fn recomputed(problem: &str, certificate: &str, name: &str) -> Result<(f64, f64), String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let paths = [folder.join(format!("{name}-p.json")), folder.join(format!("{name}-c.json"))];
    std::fs::write(&paths[0], problem).expect("the problem is written");
    std::fs::write(&paths[1], certificate).expect("the certificate is written");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/check_certificate.py");
    let run = Command::new("python3").arg(script).args(&paths).output();
    let run = run.expect("python3 is needed to check certificates");
    if !run.status.success() {
        return Err(String::from_utf8_lossy(&run.stderr).into_owned());
    }
    let said = String::from_utf8_lossy(&run.stdout);
    let mut numbers = said.split_whitespace().map(|n| n.parse().expect("a number"));
    let pair = (numbers.next(), numbers.next());
    Ok((pair.0.expect("a value"), pair.1.expect("a bound")))
}
