"""The slider row: its arithmetic, its picture, its hand."""
