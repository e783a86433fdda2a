import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** A second tap on the button sends nothing: the first is on its way. */
export class OpsOnce extends Interaction {
    static selector = "form.o_ops_once";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
    };

    onSubmit() {
        for (const button of this.el.querySelectorAll("button[type=submit]")) {
            button.disabled = true;
        }
    }
}

registry.category("public.interactions").add("ops_contract.once", OpsOnce);
