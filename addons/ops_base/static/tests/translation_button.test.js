import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    serverState,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Job extends models.Model {
    _name = "job";
    duty_ids = fields.One2many({ relation: "duty" });
    _records = [{ id: 1, duty_ids: [1] }];
}
class Duty extends models.Model {
    _name = "duty";
    text = fields.Char({ translate: true });
    _records = [{ id: 1, text: "Answer" }];
}
defineMailModels();
defineModels([Job, Duty]);

test("only stored rows of a form offer translations", async () => {
    serverState.multiLang = true;
    await mountView({
        type: "form",
        resModel: "job",
        resId: 1,
        arch: `<form><field name="duty_ids">
            <list editable="bottom"><field name="text" /></list>
        </field></form>`,
    });
    await contains(".o_data_row .o_data_cell").click();
    expect(".o_selected_row button.o_field_translate").toHaveCount(1);
    await contains(".o_field_x2many_list_row_add a").click();
    await animationFrame();
    expect(".o_selected_row [name=text] input").toHaveCount(1);
    expect(".o_selected_row button.o_field_translate").toHaveCount(0);
});
