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

/** Points as an SVG attribute. */
export function points(pairs) {
    return pairs.map(([x, y]) => `${x},${y}`).join(" ");
}

function round(number) {
    return Math.round(number * 100) / 100;
}
