// SPDX-License-Identifier: Apache-2.0
import { contains, parseCidr } from "kubesphere-network/lib/cidr";
import { IP_POOL } from "kubesphere-network/lib/kinds";
import { shown } from "kubesphere-network/lib/problem";
import { objectRule, texts } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

interface Config {
    readonly ranges: readonly string[];
}

export const ipPoolAllowedRanges = objectRule<Config>({
    name: "ippool-allowed-ranges",
    displayName: "IPPools in the organisation's ranges",
    description: "An IPPool must lie within one of the ranges that the organisation has set aside for pods.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Choose a CIDR within one of the ranges, or have the range added. Without ranges the rule says nothing.",
    tags: ["ippool", "organisation"],
    kinds: [IP_POOL],
    config: {
        ranges: texts("CIDRs that pools may lie in."),
    },
    checkObject: (object, { ranges }, { violation, undecided }) => {
        const text = at(object.tree, "spec", "cidr");
        if (ranges.length === 0 || text === undefined) {
            return;
        }
        if (text === UNKNOWN) {
            undecided(object, "spec.cidr");
            return;
        }
        const cidr = parseCidr(text);
        const isInside = ranges.map(parseCidr).some((range) => range && cidr && contains(range, cidr));
        // What is no CIDR at all is said by ippool-spec.
        if (cidr && !isInside) {
            violation(object, `'cidr' (${shown(text)}) must lie within one of ${ranges.join(", ")}.`, "spec.cidr");
        }
    },
});
