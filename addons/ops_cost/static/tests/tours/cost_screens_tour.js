import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const chooseFebruary = {
    trigger: ".o_cost_month select",
    run: "selectByLabel 2026-02",
};
const inRow = (code, target = "") =>
    `.o_cost_tree tr:has(.o_cost_name:contains("${code}")) ${target}`;

tours.add("ops_cost_walk", {
    steps: () => [
        {
            content: "the dashboard shows the eight parts and the four levels",
            trigger: ".o_cost_dashboard .o_cost_step[data-step=feedback]",
        },
        chooseFebruary,
        { trigger: ".o_cost_levels tr[data-level='4']:contains('12,550.29')" },
        { trigger: ".o_cost_ranking .o_cost_light.o_ops_tone_bad:contains('107.2')" },
        {
            trigger: ".o_menu_sections [data-menu-xmlid='ops_cost.menu_cost_control']",
            run: "click",
        },
        { trigger: "[data-menu-xmlid='ops_cost.ops_cost_tree_menu']", run: "click" },
        { trigger: inRow("U1") },
        chooseFebruary,
        { trigger: inRow("U1", "td:contains('9,650.29')") },
        { trigger: inRow("U1", ".o_cost_toggle"), run: "click" },
        { trigger: inRow("T11", ".o_cost_toggle"), run: "click" },
        {
            content: "a person's number leads to the entries",
            trigger: inRow("P01@T11", "[data-drill=entries]:contains('3,850.30')"),
            run: "click",
        },
        {
            content: "an entry leads to its document",
            trigger: ".o_list_view .o_data_row button[name=action_open_source]",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=entry_ids]" },
        {
            content: "and the way back finds the tree as it was left",
            trigger: ".o_back_button",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: inRow("P01@T11") },
    ],
});

tours.add("ops_cost_my_costs", {
    steps: () => [
        { trigger: ".o_cost_my_total" },
        chooseFebruary,
        { trigger: ".o_cost_my_total:contains('3,000.00'):contains('850.30')" },
        { trigger: ".o_cost_my_total .o_cost_light.o_ops_tone_bad" },
        { trigger: ".o_cost_entry:contains('3,850.30')", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=entry_ids]" },
    ],
});

tours.add("ops_cost_matrix", {
    steps: () => [
        { trigger: ".o_cost_grid .o_cost_name:contains('U1')", run: "click" },
        { trigger: ".o_cost_grid .o_cost_name:contains('T11')", run: "click" },
        { trigger: ".o_cost_matrix .o_cost_own td:contains('50.00')" },
        { trigger: ".o_cost_matrix td[data-cell='0-0']", run: "dblclick" },
        {
            trigger: ".o_cost_matrix td[data-cell='0-0'] input",
            run: "edit 380.50 && press Enter",
        },
        {
            content: "what stays with the team follows at once",
            trigger: ".o_cost_matrix .o_cost_own td:contains('69.50')",
        },
        { trigger: ".o_cost_matrix td.o_cost_edited[data-cell='0-0']" },
        { trigger: ".o_control_panel button[data-action=save]", run: "click" },
        {
            trigger:
                ".o_cost_matrix td[data-cell='0-0']:not(.o_cost_edited):contains('380.50')",
        },
        { trigger: ".o_cost_matrix:not(:has(button[data-action=save]))" },
        {
            content: "two cells, by the keyboard: the first, Shift and down, then S",
            trigger: ".o_cost_matrix td[data-cell='0-0']",
            run() {
                const down = { bubbles: true, cancelable: true };
                this.anchor.dispatchEvent(new MouseEvent("mousedown", down));
                const grid = document.querySelector(".o_cost_grid_scroll");
                const key = (options) =>
                    grid.dispatchEvent(
                        new KeyboardEvent("keydown", { ...down, ...options })
                    );
                key({ key: "ArrowDown", shiftKey: true });
                key({ key: "s" });
            },
        },
        { trigger: ".modal #o_cost_spread_equally", run: "click" },
        { trigger: ".modal #o_cost_spread_amount", run: "edit 700.01" },
        { trigger: ".modal button[data-action=spread]", run: "click" },
        {
            trigger:
                ".o_cost_matrix td.o_cost_edited[data-cell='0-0']:contains('350.01')",
        },
        {
            trigger:
                ".o_cost_matrix td.o_cost_edited[data-cell='1-0']:contains('350.00')",
        },
        { trigger: ".o_cost_matrix .o_cost_own td:contains('49.99')" },
        { trigger: ".o_control_panel button[data-action=save]", run: "click" },
        { trigger: ".o_cost_matrix:not(:has(button[data-action=save]))" },
    ],
});
