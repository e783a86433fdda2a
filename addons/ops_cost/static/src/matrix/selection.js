/** A rectangle of cells: where it was begun, and where the cursor is. */
export class Selection {
    constructor(rows, columns) {
        this.rows = rows;
        this.columns = columns;
        this.anchor = [0, 0];
        this.cursor = [0, 0];
    }

    go(row, column, extend = false) {
        this.cursor = [
            Math.max(0, Math.min(this.rows - 1, row)),
            Math.max(0, Math.min(this.columns - 1, column)),
        ];
        if (!extend) {
            this.anchor = [...this.cursor];
        }
    }

    /** Moves by an arrow, Tab, Enter, Home or End; false for any other key. */
    move(key, extend) {
        const [row, column] = this.cursor;
        const to = {
            ArrowUp: [row - 1, column],
            ArrowDown: [row + 1, column],
            ArrowLeft: [row, column - 1],
            ArrowRight: [row, column + 1],
            Home: [row, 0],
            End: [row, this.columns - 1],
        }[key];
        if (!to) {
            return false;
        }
        this.go(...to, extend);
        return true;
    }

    get top() {
        return Math.min(this.anchor[0], this.cursor[0]);
    }

    get bottom() {
        return Math.max(this.anchor[0], this.cursor[0]);
    }

    get left() {
        return Math.min(this.anchor[1], this.cursor[1]);
    }

    get right() {
        return Math.max(this.anchor[1], this.cursor[1]);
    }

    has(row, column) {
        return (
            row >= this.top &&
            row <= this.bottom &&
            column >= this.left &&
            column <= this.right
        );
    }

    isCursor(row, column) {
        return row === this.cursor[0] && column === this.cursor[1];
    }
}
