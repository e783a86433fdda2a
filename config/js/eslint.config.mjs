/** Rules of the suite's JavaScript; modern browsers, Odoo's module loader. */
import js from "@eslint/js";
import globals from "globals";

export default [
    js.configs.recommended,
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: {
                ...globals.browser,
                // libraries that Odoo loads
                Chart: "readonly",
                luxon: "readonly",
                odoo: "readonly",
            },
        },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "block-scoped-var": "error",
            curly: "error",
            eqeqeq: "error",
            "no-alert": "error",
            "no-console": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-shadow": "error",
            "no-unused-vars": ["error", { args: "after-used", caughtErrors: "all" }],
            "no-use-before-define": ["error", { functions: false }],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
            "prefer-template": "error",
        },
    },
];
