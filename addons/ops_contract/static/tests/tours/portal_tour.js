import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** A stroke over the pad, as a finger or a mouse makes it. */
function draw() {
    const pad = document.querySelector(".o_ops_sign_pad");
    const { left, top, width, height } = pad.getBoundingClientRect();
    const at = (x, y) => ({
        bubbles: true,
        cancelable: true,
        pointerId: 1,
        pointerType: "touch",
        isPrimary: true,
        button: 0,
        buttons: 1,
        pressure: 0.5,
        clientX: left + width * x,
        clientY: top + height * y,
    });
    pad.dispatchEvent(new PointerEvent("pointerdown", at(0.1, 0.6)));
    for (let step = 2; step <= 9; step++) {
        const y = step % 2 ? 0.3 : 0.7;
        pad.dispatchEvent(new PointerEvent("pointermove", at(step / 10, y)));
    }
    pad.dispatchEvent(new PointerEvent("pointerup", at(0.9, 0.5)));
}

/** No text ran as a script, nothing has to be scrolled sideways. */
const looksRight = () => {
    if (window.__xss) {
        throw new Error("A text of the page ran as a script");
    }
    // our part of the page: the header belongs to the portal
    const { scrollWidth, clientWidth } = document.querySelector("#wrap");
    if (scrollWidth > clientWidth + 1) {
        throw new Error(`The page is wider than the screen: ${scrollWidth}`);
    }
};

tours.add("ops_portal_sign", {
    steps: () => [
        {
            content: "the home page says that something waits",
            trigger: ".o_portal_index_card:not(.d-none) a[href*='filterby=to_sign']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_ops_rows a[href*='/my/ops/contracts/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_ops_to_sign a",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_ops_content:contains('keeps quiet')", run: looksRight },
        { trigger: ".o_ops_hash" },
        { trigger: ".o_ops_sign input[name=name]", run: "edit Wang Fang" },
        { trigger: "#ops_sign_accepted", run: "click" },
        {
            content: "without a drawing nothing is sent",
            trigger: ".o_ops_sign button[type=submit]",
            run: "click",
        },
        { trigger: ".o_ops_sign_missing:not(.d-none)" },
        { trigger: ".o_ops_sign_pad", run: draw },
        {
            trigger: ".o_ops_sign button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_ops_said.alert-success" },
        { trigger: ".o_ops_signatures img.o_ops_signature" },
        {
            trigger: ".o_ops_signatures:contains('Wang Fang')",
            run: looksRight,
        },
    ],
});

tours.add("ops_portal_dispute", {
    steps: () => [
        {
            trigger: ".o_portal_index_card:not(.d-none) a[href*='filterby=to_answer']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_ops_rows a[href*='/my/ops/statements/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "one of two responses was late",
            trigger: ".o_ops_statement_lines td:contains('1 of 2')",
            run: looksRight,
        },
        { trigger: ".o_ops_objection summary:first", run: "click" },
        {
            trigger: ".o_ops_objection textarea:first",
            run: "edit The door was locked, see our log",
        },
        {
            trigger: "#ops_dispute button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_ops_said.alert-success" },
        {
            trigger: ".o_ops_objection:contains('The door was locked')",
            run: looksRight,
        },
        { trigger: "body:not(:has(#ops_dispute))" },
    ],
});
