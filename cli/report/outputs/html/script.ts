// SPDX-License-Identifier: Apache-2.0

/** Filters findings by severity and by words. Without scripts there is no filter, and all findings are shown. */
export const SCRIPT = `"use strict";
const filter = document.querySelector(".filter");
if (filter !== null) {
    const search = filter.querySelector("[type=search]");
    const findings = [...document.querySelectorAll(".finding")];
    const texts = new Map(findings.map((finding) => [finding, finding.textContent.toLowerCase()]));
    filter.addEventListener("input", () => {
        const severities = [...filter.querySelectorAll(":checked")].map((box) => box.value);
        const words = search.value.toLowerCase().split(/\\s+/);
        for (const finding of findings) {
            const isShown = severities.includes(finding.dataset.severity) && words.every((word) => texts.get(finding).includes(word));
            finding.hidden = !isShown;
        }
        filter.querySelector("output").textContent = findings.filter(({ hidden }) => !hidden).length + " of " + findings.length + " shown";
    });
    filter.hidden = false;
}
`;
