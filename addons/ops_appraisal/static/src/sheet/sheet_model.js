/** All lines of a sheet, in order. */
export function linesOf(sheet) {
    return sheet.parts.flatMap(({ lines }) => lines);
}

/** What the open level has on a line: its edit, else what is stored. */
export function ownScore(line, level, edit) {
    const stored = line.scores[level] || {};
    const entered = stored.has_score || stored.has_value;
    return {
        override: Boolean(line.has_auto_score && entered),
        score: stored.has_score ? stored.score : null,
        value: stored.has_value ? stored.value : null,
        comment: stored.comment || "",
        reason: stored.reason || "",
        ...edit,
    };
}

/** Whether a score is typed: measured lines keep theirs but for an override. */
export function isTyped(line, own) {
    return !line.has_auto_score || own.override;
}

/** What keeps a line from being handed in, as a key; null: nothing. */
export function problem(line, level, edit) {
    const own = ownScore(line, level, edit);
    if (!isTyped(line, own)) {
        return null;
    }
    if (own.score === null && own.value === null) {
        // a source that has no data is left to the cycle's policy
        return line.manual || own.override ? "empty" : null;
    }
    if (Number.isNaN(own.value)) {
        return "number";
    }
    if (own.score !== null && !(own.score >= 0 && own.score <= line.highest)) {
        return "range";
    }
    if (line.has_auto_score && !own.reason.trim()) {
        return "reason";
    }
    const needsProof = line.evidence_required && level === "first";
    return line.manual && needsProof && !line.scores[level]?.evidence.length
        ? "evidence"
        : null;
}

/** `{done, all}`: lines of the open level that need nothing more. */
export function progress(sheet, edits) {
    const lines = linesOf(sheet);
    const done = lines.filter((line) => !problem(line, sheet.level, edits[line.id]));
    return { done: done.length, all: lines.length };
}

/** Values of the score rows that were edited: `[[score row id, values], …]`. */
export function changes(sheet, edits) {
    return linesOf(sheet)
        .filter((line) => edits[line.id] && line.scores[sheet.level])
        .map((line) => {
            const own = ownScore(line, sheet.level, edits[line.id]);
            const typed = isTyped(line, own);
            const given = (number) => typed && Number.isFinite(number);
            return [
                line.scores[sheet.level].id,
                {
                    has_score: given(own.score),
                    score: given(own.score) ? own.score : 0,
                    has_value: given(own.value),
                    value: given(own.value) ? own.value : 0,
                    comment: own.comment,
                    reason: typed && line.has_auto_score ? own.reason : "",
                },
            ];
        });
}

/** Weighted means by kind of KPI, parts by their days: `[{key, name, score}]`. Kinds make a
 * radar from three on; with fewer, the KPIs themselves do. */
export function axesOf(sheet) {
    const kinds = new Set(linesOf(sheet).map(({ category }) => category));
    const [key, name] = kinds.size > 2 ? ["category", "category"] : ["code", "name"];
    const sums = {};
    for (const part of sheet.parts) {
        for (const line of part.lines) {
            const sum = (sums[line[key]] ||= {
                name: line[name],
                weight: 0,
                points: 0,
            });
            if (line.combined !== null) {
                sum.weight += line.weight * part.days;
                sum.points += line.combined * line.weight * part.days;
            }
        }
    }
    return Object.entries(sums).map(([id, { name: text, weight, points }]) => ({
        key: id,
        name: text,
        score: weight ? points / weight : null,
    }));
}

/** What the reader is asked to do now, as a key; null: nothing. */
export function task(sheet) {
    if (sheet.level) {
        return sheet.level;
    }
    return sheet.mine && sheet.state === "published" ? "sign" : null;
}
