//! What the canonical note says: outcome, origins and conflicts of every row and property.
