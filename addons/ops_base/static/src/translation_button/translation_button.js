import { patch } from "@web/core/utils/patch";
import { TranslationButton } from "@web/views/fields/translation_button";

/**
 * The button saves its record by itself. A new row inside a form can only be saved with
 * the form, so the button would end in an error; it appears once the row is stored.
 */
patch(TranslationButton.prototype, {
    get isMultiLang() {
        const { isNew, _parentRecord } = this.props.record;
        return super.isMultiLang && !(isNew && _parentRecord);
    },
});
