import { registry } from "@web/core/registry";
import {
    selectionField,
    SelectionField,
} from "@web/views/fields/selection/selection_field";

/** One of the grades that the field of the option `choices` lists. */
export class GradeField extends SelectionField {
    static props = { ...SelectionField.props, choices: String };

    get options() {
        const grades = this.props.record.data[this.props.choices] || [];
        return grades.map((grade) => [grade, grade]);
    }

    get string() {
        return this.value || "";
    }

    onChange(value) {
        this.props.record.update({ [this.props.name]: value ?? false });
    }
}

registry.category("fields").add("ops_appraisal_grade", {
    ...selectionField,
    component: GradeField,
    supportedTypes: ["char"],
    extractProps(fieldInfo, dynamicInfo) {
        return {
            ...selectionField.extractProps(fieldInfo, dynamicInfo),
            choices: fieldInfo.options.choices,
        };
    },
});
