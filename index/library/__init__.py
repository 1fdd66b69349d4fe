"""The library of passages and insights: vectors (Chroma), words (Tantivy), and what they are made from."""
