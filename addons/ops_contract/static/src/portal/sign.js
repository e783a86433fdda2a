/* global SignaturePad */

import { loadJS } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * The customer draws a signature; the plain form sends it with the seal it is for.
 */
export class OpsSign extends Interaction {
    static selector = ".o_ops_sign";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
        ".o_ops_sign_clear": { "t-on-click": this.clear },
        _window: { "t-on-resize": this.debounced(this.fit, 200) },
    };

    async willStart() {
        await loadJS("/web/static/lib/signature_pad/signature_pad.umd.js");
    }

    start() {
        this.canvas = this.el.querySelector(".o_ops_sign_pad");
        this.missing = this.el.querySelector(".o_ops_sign_missing");
        this.pad = new SignaturePad(this.canvas, { penColor: "#102a5c" });
        this.pad.addEventListener("endStroke", () =>
            this.missing.classList.add("d-none")
        );
        this.fit();
    }

    /** The canvas has as many pixels as it shows, else the pen is beside the finger. */
    fit() {
        const { clientWidth, clientHeight } = this.canvas;
        if (!clientWidth || this.canvas.width === clientWidth) {
            return;
        }
        const strokes = this.pad.toData();
        this.canvas.width = clientWidth;
        this.canvas.height = clientHeight;
        this.pad.fromData(strokes);
    }

    clear() {
        this.pad.clear();
    }

    onSubmit(event) {
        if (this.pad.isEmpty()) {
            event.preventDefault();
            this.missing.classList.remove("d-none");
            this.canvas.scrollIntoView({ block: "center" });
            return;
        }
        this.el.querySelector("input[name=signature]").value = this.pad.toDataURL();
        this.el.querySelector("button[type=submit]").disabled = true;
    }
}

registry.category("public.interactions").add("ops_contract.sign", OpsSign);
