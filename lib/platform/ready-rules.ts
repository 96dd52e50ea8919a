// SPDX-License-Identifier: Apache-2.0
import {
    allow,
    type ApiServerPlace,
    type CallerPlace,
    type DnsPlace,
    type KubeletPlace,
    type ReadyRule,
} from "../isolation/allow-rules";
import type { PolicyRule } from "../isolation/policy";
import { POLICY_RULE_RULES } from "../isolation/rules";
import type { Problem } from "../problem";
import { problemsOf } from "../rule";

/** A rule of a description that names a ready-made one, with the parameters of that. */
export interface ReadyRuleSpec {
    readonly use: string;
}

/** A ready-made rule by its name in a description. */
interface ReadyRuleKind {
    readonly make: (parameters: unknown) => ReadyRule;
    /** Parts of the rule that are made from a parameter; "*" is the place in its list. */
    readonly from: Readonly<Record<string, string>>;
}

const CALLER = { "namespaces[0]": "namespace" };

/** By the names that network.schema.json has. */
const READY_RULES: Readonly<Record<string, ReadyRuleKind>> = {
    dns: {
        make: (place) => allow.dns(place as DnsPlace),
        from: {
            "services[0].name": "service",
            "services[0].namespace": "namespace",
            "ipBlocks[*].cidr": "addresses[*]",
        },
    },
    "ingress-gateway": { make: (place) => allow.ingressGateway(place as CallerPlace), from: CALLER },
    monitoring: { make: (place) => allow.monitoring(place as CallerPlace), from: CALLER },
    "kubelet-probes": {
        make: (place) => allow.kubeletProbes(place as KubeletPlace),
        from: { "ipBlocks[*].cidr": "nodeCidrs[*]", ipBlocks: "nodeCidrs" },
    },
    apiserver: {
        make: (place) => allow.apiserver(place as ApiServerPlace),
        from: { "ipBlocks[*].cidr": "cidrs[*]", ipBlocks: "cidrs", "ports[0].port": "port" },
    },
};

/** The rule written out; a rule that is written out already as it is. */
export function writtenOut<T extends object>(rule: T | ReadyRuleSpec): T | ReadyRule {
    return "use" in rule ? (READY_RULES[rule.use] as ReadyRuleKind).make(rule) : rule;
}

/** What is wrong with a rule, at the properties that the description has. */
export function allowedProblems(rule: PolicyRule | ReadyRuleSpec): Problem[] {
    const problems = problemsOf(POLICY_RULE_RULES, writtenOut(rule));
    const from = "use" in rule ? READY_RULES[rule.use]?.from : undefined;
    return problems.map((problem) => {
        const index = /\[(\d+)\]/.exec(problem.property)?.[1] ?? "";
        const parameter = (from?.[problem.property] ?? from?.[problem.property.replace(`[${index}]`, "[*]")])?.replace(
            "*",
            index,
        );
        return parameter === undefined
            ? problem
            : {
                  ...problem,
                  property: parameter,
                  message: problem.message.replaceAll(`'${problem.property}'`, `'${parameter}'`),
              };
    });
}
