// SPDX-License-Identifier: Apache-2.0
import type { Operation, StepMetadata } from "../model";
import { parseProviderReference, urnName } from "../urn";
import { differenceLines } from "./difference-lines";
import type { Line } from "./lines";
import { operationWords } from "./operations";
import { stepDifference } from "./step-difference";
import { propertyLines } from "./value-lines";

/** A step as the diff view writes it: what is done to which resource, and the properties that it is about. */
export function stepLines(step: StepMetadata, indent: number, compare: "inputs" | "outputs" = "inputs"): Line[] {
    return [...headLines(step, indent), ...detailLines(step, indent + 1, compare)];
}

function headLines(step: StepMetadata, indent: number): Line[] {
    const { op, old, new: new_ } = step;
    const mark = operationWords(op).mark;
    const lock = new_?.protect === true || old?.protect === true ? " 🔒" : "";
    const retained = op === "delete" && old?.retainOnDelete === true ? "[retain]" : "";
    // Only what is created or deleted is new or gone as a whole; elsewhere these lines are nothing that changes.
    const plain: Operation = op === "create" || op === "delete" ? op : "same";
    const fact = (text: string): Line => ({ indent: indent + 1, text, operation: plain });
    return [
        { indent, text: `${mark}${step.type}: (${op}${retained})${lock}`, operation: op },
        ...factsOf(step).map(fact),
    ];
}

function factsOf(step: StepMetadata): string[] {
    const id = step.old?.id ?? "";
    const keys = step.op === "replace" ? (step.keys ?? []) : [];
    return [
        ...(id === "" ? [] : [`[id=${id}]`]),
        `[urn=${step.urn}]`,
        ...(isDefaultProvider(step.provider) ? [] : [`[provider=${step.provider}]`]),
        ...(keys.length === 0 ? [] : [`[because of=${keys.join(", ")}]`]),
    ];
}

/** Default providers are the same for all resources and only noise. */
function isDefaultProvider(reference: string): boolean {
    return reference === "" || /^default(_|$)/.test(urnName(parseProviderReference(reference).urn));
}

function detailLines(step: StepMetadata, indent: number, compare: "inputs" | "outputs"): Line[] {
    if (step.op === "same") {
        return [];
    }
    if (step.old === null || step.new === null) {
        const whole = step.new ?? step.old;
        return whole === null ? [] : propertyLines(whole.inputs, { indent, operation: step.op });
    }
    const difference = stepDifference(step, compare);
    return differenceLines(difference.old, difference.new, indent);
}
