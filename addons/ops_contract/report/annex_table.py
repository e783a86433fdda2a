"""Tables of a printed annex: plain texts, which the template escapes."""


class Table:
    """``rows``: lists of texts; the last ``right`` columns are numbers."""

    def __init__(self, title, heads):
        self.title = title
        self.heads = list(heads)
        self.right = 0
        self.rows = []
        self.total = None

    def numbers(self, *heads):
        """More columns, of numbers."""
        self.heads += heads
        self.right += len(heads)

    def add(self, *texts):
        if len(texts) != len(self.heads):
            raise ValueError("a row needs a text for each column")
        self.rows.append([str(text or "") for text in texts])

    def is_number(self, column):
        return column >= len(self.heads) - self.right


def matrix(title, corner, cells, columns):
    """``cells``: ``(row, column, text)``; columns that no cell uses are left out."""
    used = {column for _row, column, _text in cells}
    heads = [column for column in columns if column in used]
    table = Table(title, [corner, *heads])
    for row in dict.fromkeys(row for row, _column, _text in cells):
        texts = {}
        for name, column, text in cells:
            if name == row:
                texts.setdefault(column, []).append(text)
        table.add(row, *("; ".join(texts.get(column, ())) for column in heads))
    return table
