import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ops_contract_board_walk", {
    steps: () => [
        {
            content: "the board says why the contract is red",
            trigger:
                ".o_ops_board .o_ops_row_red:contains('Hospital Systems') [data-mark=without_annex]",
        },
        { trigger: ".o_ops_legend:contains('Amber')" },
        { trigger: ".o_ops_counter[data-counter=without_annex]:contains('1')" },
        { trigger: ".o_ops_filters input[name=mine]", run: "click" },
        {
            trigger: ".o_ops_row:contains('Hospital Systems') .o_ops_open",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_notebook a[name=cockpit]",
            run: "click",
        },
        { trigger: ".o_ops_cockpit .o_ops_time_row[data-kind=sla] .o_ops_bar" },
        {
            content: "a service level leads to the facts behind it",
            trigger: ".o_ops_gauge:contains('Response'):contains('≥ 95 %')",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains('t_response')" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: ".o_form_view .o_ops_cockpit .o_ops_week_now" },
    ],
});
