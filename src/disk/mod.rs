//! Files: the only place that touches them.
