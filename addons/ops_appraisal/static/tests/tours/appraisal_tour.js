import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const LINE = ".o_apr_line[data-code=T3]";

/** Nothing has to be scrolled sideways. */
function fits() {
    const page = document.querySelector(".o_apr_phone");
    const widest = Math.max(page.scrollWidth, page.parentElement.scrollWidth);
    if (widest > window.innerWidth) {
        throw new Error(`The page is wider than the screen: ${widest}`);
    }
}

/** Chooses a file, as the browser's own dialog would. */
function choose(name) {
    return ({ anchor }) => {
        const input = anchor.closest(".o_apr_line").querySelector("input[type=file]");
        const files = new DataTransfer();
        files.items.add(new File(["log"], name, { type: "text/plain" }));
        input.files = files.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    };
}

const card = (name) => `.o_kanban_record:contains(${name})`;
const stateIs = (state) => ({ trigger: `.o_apr_sheet .badge[data-state=${state}]` });

tours.add("ops_appraisal_self", {
    steps: () => [
        {
            content: "one's own appraisal says what is due",
            trigger: ".o_apr_my .o_apr_row[data-state=self]:contains('Second quarter')",
            run: fits,
        },
        { trigger: ".o_apr_my .o_apr_row[data-state=self]", run: "click" },
        { trigger: ".o_apr_line[data-code=T1]:contains('85 %'):contains('80.00')" },
        {
            content: "what is missing is said, and nothing is handed in",
            trigger: ".o_apr_steps [data-action=submit]",
            run: "click",
        },
        { trigger: `${LINE} .o_apr_trouble` },
        { trigger: `${LINE} input[name=score]`, run: "edit 130 && press Tab" },
        { trigger: `${LINE} .o_apr_trouble:contains('0 to 100')` },
        { trigger: `${LINE} input[name=score]`, run: "edit 95 && press Tab" },
        { trigger: `${LINE}:not(:has(.o_apr_trouble))` },
        {
            trigger: `${LINE} textarea[name=comment]`,
            run: "edit All written down && press Tab",
        },
        {
            trigger: "textarea[name=words]",
            run: "edit A good quarter && press Tab",
        },
        { trigger: ".o_apr_steps:contains('3 of 3')", run: fits },
        { trigger: ".o_apr_steps [data-action=submit]", run: "click" },
        stateIs("manager"),
        { trigger: ".o_apr_sheet:not(:has(.o_apr_steps))", run: fits },
    ],
});

tours.add("ops_appraisal_sign", {
    steps: () => [
        {
            content: "the result is published: 84.80, B",
            trigger: ".o_apr_my .o_apr_row[data-state=published]:contains('84.80')",
            run: "click",
        },
        { trigger: ".o_apr_result:contains('84.80'):contains('B'):has(svg)" },
        { trigger: `${LINE} dd[data-level=first]:contains('70.00')` },
        { trigger: `${LINE} dd[data-level=second]:contains('90.00')`, run: fits },
        { trigger: ".o_apr_steps [data-action=sign]", run: "click" },
        { trigger: ".modal canvas.o_web_sign_signature" },
        { trigger: ".modal footer .btn-primary:enabled", run: "click" },
        stateIs("signed"),
    ],
});

tours.add("ops_appraisal_appeal_zh", {
    steps: () => [
        {
            trigger: ".o_apr_my .o_apr_row[data-state=published]",
            run: "click",
        },
        { trigger: ".o_apr_steps [data-action=appeal]", run: "click" },
        {
            content: "the dialog's title, too, is in the reader's language",
            trigger: ".modal:has([name=reason]) .modal-title:contains('申诉')",
        },
        { trigger: ".modal footer .btn-secondary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_apr_sheet" },
    ],
});
tours.add("ops_appraisal_appeal", {
    steps: () => [
        {
            trigger: ".o_apr_my .o_apr_row[data-state=published]",
            run: "click",
        },
        { trigger: ".o_apr_steps [data-action=appeal]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The queue of two colleagues was counted as mine",
        },
        { trigger: ".modal footer .btn-primary", run: "click" },
        stateIs("appealed"),
        {
            trigger:
                ".o_ops_card[data-role=appeal]:contains('queue of two colleagues')",
            run: fits,
        },
        { trigger: ".o_apr_sheet:not(:has(.o_apr_steps))" },
    ],
});

tours.add("ops_appraisal_decide", {
    steps: () => [
        { trigger: ".o_ops_card[data-role=appeal] [data-action=decide]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=outcome] input",
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains('Upheld')", run: "click" },
        {
            content: "a grade of the cycle's scale, not a free text",
            trigger: ".modal .o_field_widget[name=grade] input",
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains('A')", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=decision] textarea",
            run: "edit The log shows it",
        },
        { trigger: ".modal footer .btn-primary", run: "click" },
        stateIs("decided"),
        { trigger: ".o_ops_card[data-role=appeal]:contains('The log shows it')" },
        { trigger: ".o_apr_result .o_apr_total:contains('A')" },
    ],
});

tours.add("ops_appraisal_first", {
    steps: () => [
        {
            content: "the inbox by state; what waits for the reader is marked",
            trigger: `${card("Anna")}:contains('Waits for you'):contains('due')`,
            run: "click",
        },
        {
            content: "the self-assessment has been handed in",
            trigger: `${LINE} .o_apr_said:contains('All written down')`,
        },
        { trigger: `${LINE} input[name=score]`, run: "edit 70 && press Tab" },
        { trigger: ".o_apr_steps [data-action=submit]", run: "click" },
        { trigger: `${LINE} .o_apr_trouble:contains('evidence')` },
        { trigger: `${LINE} .o_apr_files`, run: choose("shift log.txt") },
        { trigger: `${LINE} .o_apr_files a:contains('shift log.txt')` },
        {
            content: "a measured line gets another score only with a reason",
            trigger: ".o_apr_line[data-code=T1] input[name=override]",
            run: "click",
        },
        {
            trigger: ".o_apr_line[data-code=T1] input[name=score]",
            run: "edit 85 && press Tab",
        },
        { trigger: ".o_apr_steps [data-action=submit]", run: "click" },
        { trigger: ".o_apr_line[data-code=T1] .o_apr_trouble" },
        { trigger: ".o_apr_line[data-code=T1] input[name=override]", run: "click" },
        { trigger: "textarea[name=words]", run: "edit Reliable && press Tab" },
        { trigger: "textarea[name=note]", run: "edit Ready for more && press Tab" },
        {
            trigger: ".o_apr_steps:contains('3 of 3') [data-action=submit]",
            run: "click",
        },
        stateIs("second"),
    ],
});

tours.add("ops_appraisal_second", {
    steps: () => [
        { trigger: `${card("Anna")}:contains('Waits for you')`, run: "click" },
        { trigger: "[data-words=first-words]:contains('Reliable')" },
        { trigger: "[data-words=first-note]:contains('Ready for more')" },
        { trigger: ".o_apr_steps [data-action=take]", run: "click" },
        {
            trigger: `${LINE} input[name=score]:value("70")`,
        },
        { trigger: `${LINE} input[name=score]`, run: "edit 90 && press Tab" },
        {
            trigger: ".o_apr_steps:contains('3 of 3') [data-action=submit]",
            run: "click",
        },
        stateIs("calibration"),
        {
            content: "what HR calibrates is seen with the publication",
            trigger: ".o_apr_sheet:not(:has(.o_apr_result))",
        },
    ],
});

tours.add("ops_appraisal_calibrate", {
    steps: () => [
        {
            trigger: ".o_apr_column[data-grade=B] .o_apr_person[data-name=Anna] select",
            run: "select A",
        },
        { trigger: ".modal [data-action=confirm]:disabled" },
        { trigger: ".modal textarea", run: "edit Led the move" },
        { trigger: ".modal [data-action=confirm]:enabled", run: "click" },
        {
            trigger:
                ".o_apr_column[data-grade=A] .o_apr_person[data-name=Anna]:contains('by score')",
        },
        {
            content: "from the dashboard to the same grid",
            trigger: "[data-menu-xmlid='ops_appraisal.ops_appraisal_dashboard_menu']",
            run: "click",
        },
        { trigger: ".o_apr_bar_row[data-grade=A]:contains('1')" },
        {
            trigger: ".o_ops_counter[data-counter=all]:contains('3')",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains('Anna')" },
    ],
});

tours.add("ops_appraisal_ask", {
    steps: () => [
        { trigger: `${card("Anna")}:contains('Waits for you')`, run: "click" },
        { trigger: "[data-role=raters] [data-action=ask]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=user_ids] input",
            run: "edit Ben",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains('Ben')", run: "click" },
        { trigger: ".modal .o_tag:contains('Ben')" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        {
            content: "whom one has asked, and what is missing yet",
            trigger:
                "body:not(:has(.modal)) [data-role=asked]:contains('Ben'):contains('Answered: 0 of the 3')",
        },
        { trigger: "[data-role=raters] [data-action=close]", run: "click" },
        {
            trigger: ".modal:contains('nothing would ever be shown') .btn-secondary",
            run: "click",
        },
        { trigger: "body:not(:has(.modal)) [data-role=raters]" },
    ],
});

tours.add("ops_appraisal_rate", {
    steps: () => [
        {
            content: "a short form: every statement from 1 to 5",
            trigger: ".o_apr_asked button:contains('Anna')",
            run: "click",
        },
        { trigger: ".modal [data-action=confirm]:disabled" },
        {
            trigger: ".modal fieldset label:contains('4')",
            run() {
                for (const form of document.querySelectorAll(".modal fieldset")) {
                    form.querySelectorAll("label")[3].click();
                }
            },
        },
        { trigger: ".modal textarea", run: "edit A good colleague" },
        { trigger: ".modal [data-action=confirm]:enabled", run: "click" },
        {
            content: "once answered it is asked no more",
            trigger: ".o_apr_my:not(:has(.o_apr_asked))",
            run: fits,
        },
    ],
});

tours.add("ops_appraisal_close_ratings", {
    steps: () => [
        { trigger: `${card("Anna")}:contains('Waits for you')`, run: "click" },
        { trigger: "[data-role=raters] [data-action=close]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        {
            content: "(4 + 3 × 5) / 4 and no name",
            trigger: ".o_apr_sheet .o_ops_card:contains('Means of 4'):contains('4.75')",
        },
        { trigger: ".o_apr_sheet:not(:contains('Ben'))" },
    ],
});

tours.add("ops_appraisal_results", {
    steps: () => [
        {
            trigger: ".o_group_header:contains('Second quarter')",
            run: "click",
        },
        { trigger: ".o_data_row:contains('Anna'):contains('84.80')" },
        { trigger: ".o_data_row:contains('Carl'):contains('78.28')" },
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        {
            content: "scores of units by cycle, not of cycles by cycle",
            trigger: ".o_pivot tbody th:contains('Desk')",
        },
        { trigger: ".o_switch_view.o_graph", run: "click" },
        { trigger: ".o_graph_canvas_container canvas" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_data_row:contains('Anna') .o_data_cell", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=score]:contains('84.80')" },
    ],
});
