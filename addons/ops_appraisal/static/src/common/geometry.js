/** Points of a line through `values` (null: a gap) in a box, as `[[x, y], …]` parts. */
export function lineParts(values, width, height, top) {
    const step = values.length > 1 ? width / (values.length - 1) : 0;
    const parts = [[]];
    values.forEach((value, index) => {
        if (value === null) {
            parts.push([]);
            return;
        }
        const share = Math.min(1, Math.max(0, value / top));
        const x = values.length > 1 ? index * step : width / 2;
        parts[parts.length - 1].push([round(x), round(height - share * height)]);
    });
    return parts.filter((part) => part.length);
}

/** Corners of a radar's polygon, clockwise from the top; `null` counts as the middle. */
export function radarPoints(values, centre, radius, top) {
    return values.map((value, index) => {
        const share = Math.min(1, Math.max(0, (value || 0) / top));
        return spoke(index, values.length, centre, radius * share);
    });
}

/** Where the spoke `index` of `count` ends. */
export function spoke(index, count, centre, radius) {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2;
    return [
        round(centre + radius * Math.cos(angle)),
        round(centre + radius * Math.sin(angle)),
    ];
}

/** A label in at most two lines of `width` letters; a Chinese sign takes two. */
export function labelLines(text, width) {
    const lines = [""];
    for (const part of text.match(/[^\s\u2e80-\uffef]+|[\u2e80-\uffef]|\s/g) || []) {
        const line = lines[lines.length - 1] + part;
        if (lines.length < 2 && letters(line.trimEnd()) > width) {
            lines.push(part.trim());
        } else {
            lines[lines.length - 1] = line;
        }
    }
    return lines.map((line) => cut(line.trim(), width)).filter(Boolean);
}

function letters(text) {
    return [...text].reduce((sum, sign) => sum + (sign >= "\u2e80" ? 2 : 1), 0);
}

function cut(text, width) {
    let short = text;
    while (letters(short) > width) {
        short = short.slice(0, -1);
    }
    return short === text ? text : `${short.slice(0, -1)}…`;
}

/** Points as an SVG attribute. */
export function points(pairs) {
    return pairs.map(([x, y]) => `${x},${y}`).join(" ");
}

function round(number) {
    return Math.round(number * 100) / 100;
}
