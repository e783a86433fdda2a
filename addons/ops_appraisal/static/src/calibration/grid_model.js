/** Columns of the grid, best grade first: `{grade, cards, count, hint, off}`.
 *
 * `hint`: how many the guide share would give; `off`: more or less than it.
 */
export function columns(grid, filter) {
    const cards = filtered(grid.cards, filter);
    return grid.grades.map((grade) => {
        const own = cards.filter((card) => card.final_grade === grade.grade);
        return {
            ...grade,
            cards: own,
            off: grade.hint === null ? 0 : grade.count - grade.hint,
        };
    });
}

/** Cards that the filters let through, best score first. */
export function filtered(cards, { text, reviewer, marked }) {
    const wanted = (text || "").trim().toLowerCase();
    return cards.filter(
        (card) =>
            (!reviewer || card.first_id === reviewer) &&
            (!marked || card.gap_alert || card.changed) &&
            (!wanted ||
                `${card.name} ${card.department} ${card.job}`
                    .toLowerCase()
                    .includes(wanted))
    );
}

/** Reviewers with the mean of what they gave, to see who is mild and who is strict. */
export function reviewers(cards) {
    const found = new Map();
    for (const card of cards) {
        if (card.first_id && card.score !== null) {
            const known = found.get(card.first_id) || {
                id: card.first_id,
                name: card.first,
                count: 0,
                sum: 0,
            };
            known.count += 1;
            known.sum += card.score;
            found.set(card.first_id, known);
        }
    }
    return [...found.values()]
        .map(({ sum, ...known }) => ({ ...known, mean: sum / known.count }))
        .sort((one, other) => other.mean - one.mean || one.id - other.id);
}

/** Whether a card moves at all: not for whoever reviewed; one's own is never there. */
export function mayCalibrate(grid, card) {
    return grid.open && !card.reviewed;
}

/** Whether a card may go to a grade. */
export function mayMove(grid, card, grade) {
    return mayCalibrate(grid, card) && card.final_grade !== grade;
}
