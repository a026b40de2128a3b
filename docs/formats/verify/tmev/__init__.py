"""A verifier of Tidemark evidence bundles, written from the pages in docs/formats alone."""
