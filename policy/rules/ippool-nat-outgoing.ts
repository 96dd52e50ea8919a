// SPDX-License-Identifier: Apache-2.0
import { contains, parseCidr } from "kubesphere-network/lib/cidr";
import { IP_POOL } from "kubesphere-network/lib/kinds";
import { shown } from "kubesphere-network/lib/problem";
import type { PolicyObject } from "../objects/object";
import { objectRule, texts } from "../rule";
import { at, isKnown, UNKNOWN } from "kubesphere-network/lib/tree";

/** Addresses that nobody outside of the organisation routes. Sources: RFC 1918, RFC 6598 and RFC 4193. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

/** What the rule reads of a pool's spec. */
const READ = ["natOutgoing", "cidr", "disabled", "allowedUses"];

interface Config {
    readonly privateRanges: readonly string[];
}

export const ipPoolNatOutgoing = objectRule<Config>({
    name: "ippool-nat-outgoing",
    displayName: "Private IPPools with NAT",
    description: "An IPPool of private addresses should have natOutgoing, or its pods reach nothing outside.",
    severity: "medium",
    enforcementLevel: "advisory",
    strict: "mandatory",
    remediationSteps:
        "Set natOutgoing to true. Where the network routes the pool's addresses, write an exemption that says so.",
    tags: ["ippool", "calico"],
    kinds: [IP_POOL],
    config: {
        privateRanges: texts("CIDRs whose addresses nobody outside routes.", PRIVATE),
    },
    checkObject: (object, { privateRanges }, { violation, undecided }) => {
        const [cidr, nat] = [at(object.tree, "spec", "cidr"), at(object.tree, "spec", "natOutgoing")];
        const block = parseCidr(cidr);
        const isPrivate = block && privateRanges.map(parseCidr).some((range) => range && contains(range, block));
        if (object.isPatch || nat === true || !mayServePods(object) || (cidr !== UNKNOWN && !isPrivate)) {
            return;
        }
        const late = READ.find((name) => !isKnown(at(object.tree, "spec", name)));
        if (late !== undefined) {
            undecided(object, `spec.${late}`);
        } else {
            violation(
                object,
                `'natOutgoing' (${shown(nat)}) should be true: nobody outside routes ${shown(cidr)}. If your network does, exempt the pool.`,
                "spec.natOutgoing",
            );
        }
    },
});

function mayServePods({ tree }: PolicyObject): boolean {
    const uses = at(tree, "spec", "allowedUses");
    return (
        at(tree, "spec", "disabled") !== true && !(Array.isArray(uses) && isKnown(uses) && !uses.includes("Workload"))
    );
}
