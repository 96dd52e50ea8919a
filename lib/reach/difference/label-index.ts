// SPDX-License-Identifier: Apache-2.0
import type { LabelExpression, Labels, LabelSelector } from "../../label-selector";
import { Bits } from "./bits";
import { listOf } from "./lists";

/** Says of many at once which of them label selectors match: what `matches` says of each. */
export class LabelIndex {
    /** By key and by value, who has the label. */
    private readonly labels = new Map<string, Map<string, number[]>>();
    private readonly known = new Map<string, Bits>();

    /** `all` are those who can be found at all, by their place in the list of labels. */
    constructor(
        labels: readonly Labels[],
        private readonly all = Bits.all(labels.length),
    ) {
        for (const [index, each] of labels.entries()) {
            for (const [key, value] of Object.entries(each)) {
                const values = this.labels.get(key) ?? new Map<string, number[]>();
                this.labels.set(key, values);
                listOf(values, value).push(index);
            }
        }
    }

    /** Those whom a selector matches. Not to be changed. */
    matching(selector: LabelSelector): Bits {
        const key = JSON.stringify(selector);
        const found = this.known.get(key) ?? this.search(selector);
        this.known.set(key, found);
        return found;
    }

    private search({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Bits {
        const result = new Bits(this.all.size);
        result.addAll(this.all);
        for (const [key, value] of Object.entries(matchLabels)) {
            result.keep(this.having(key, [value]));
        }
        for (const { operator, key, values = [] } of matchExpressions) {
            const isOfValues = operator === "In" || operator === "NotIn";
            const having = this.having(key, isOfValues ? values : this.valuesOf(key));
            if (isPositive(operator)) {
                result.keep(having);
            } else {
                result.remove(having);
            }
        }
        return result;
    }

    private valuesOf(key: string): Iterable<string> {
        return this.labels.get(key)?.keys() ?? [];
    }

    private having(key: string, values: Iterable<string>): Bits {
        const holders = this.labels.get(key);
        const result = new Bits(this.all.size);
        for (const value of values) {
            result.addEach(holders?.get(value) ?? []);
        }
        return result;
    }
}

function isPositive(operator: LabelExpression["operator"]): boolean {
    return operator === "In" || operator === "Exists";
}
