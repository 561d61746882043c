"""What a passage does and what it is made of (功能与形式)."""
