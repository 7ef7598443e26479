//! The `notefold` program.

fn main() {}
