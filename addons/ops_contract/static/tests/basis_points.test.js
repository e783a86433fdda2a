import { beforeEach, expect, test } from "@odoo/hoot";
import { formatBasisPoints, parseBasisPoints } from "@ops_contract/fields/basis_points";
import { localization } from "@web/core/l10n/localization";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

beforeEach(() => {
    patchWithCleanup(localization, {
        decimalPoint: ".",
        thousandsSep: ",",
        grouping: [3, 0],
    });
});

test("basis points read as a percentage", () => {
    expect(formatBasisPoints(9500)).toBe("95 %");
    expect(formatBasisPoints(9979)).toBe("99.79 %");
    expect(formatBasisPoints(5)).toBe("0.05 %");
    expect(formatBasisPoints(0)).toBe("0 %");
});

test("a percentage is written as basis points, to the point", () => {
    expect(parseBasisPoints("95")).toBe(9500);
    expect(parseBasisPoints("99.79 %")).toBe(9979);
    // 0.29 x 100 is 28.999… as a float
    expect(parseBasisPoints("0.29")).toBe(29);
});
