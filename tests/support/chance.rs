//! How long a fault run is, and its random numbers.

/// How many rounds: `short` times the factor that was asked for.
pub(crate) fn rounds(short: usize) -> usize {
    let factor = std::env::var("ROBOTS_TEST_FACTOR").ok().and_then(|factor| factor.parse().ok());
    short * factor.unwrap_or(1)
}

/// A generator of random numbers that needs no crate: xorshift, from a seed that a failure prints.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: usize) -> Self {
        Self((seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}
