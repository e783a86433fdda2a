import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";

/** Configuration of the chart of months: actual beside quota, target as a line. */
export function trendConfig(data, money, choose) {
    const scheme = cookie.get("color_scheme");
    const text = getCustomColor(scheme, "#111827", "#E4E4E4");
    const grid = getCustomColor(scheme, "rgba(0,0,0,.1)", "rgba(255,255,255,.15)");
    const quota = getCustomColor(scheme, "#c9d2da", "#5b6470");
    const months = data.trend;
    const bars = (label, name, colour) => ({
        type: "bar",
        label,
        data: months.map((month) => month[name]),
        backgroundColor: colour,
        order: 2,
    });
    const axis = { ticks: { color: text }, grid: { color: grid } };
    return {
        type: "bar",
        data: {
            labels: months.map(({ code, sealed }) => (sealed ? `${code} ✓` : code)),
            datasets: [
                bars(_t("Quota"), "quota", quota),
                bars(_t("Actual"), "actual", "#017e84"),
                {
                    type: "line",
                    label: _t("Reduction target"),
                    data: months.map(({ target }) => target),
                    borderColor: "#b45309",
                    backgroundColor: "#b45309",
                    borderDash: [6, 4],
                    pointRadius: 3,
                    order: 1,
                },
            ],
        },
        options: {
            maintainAspectRatio: false,
            animation: false,
            interaction: { mode: "index", intersect: false },
            plugins: {
                legend: { position: "bottom", labels: { color: text } },
                tooltip: {
                    callbacks: {
                        label: ({ dataset, raw }) => `${dataset.label}: ${money(raw)}`,
                    },
                },
            },
            scales: { x: axis, y: { ...axis, beginAtZero: true } },
            onClick: (_event, elements) => {
                if (elements.length) {
                    choose(months[elements[0].index].period_id);
                }
            },
        },
    };
}
