// SPDX-License-Identifier: Apache-2.0
import type { PolicyObject } from "kubesphere-network-policies/objects/object";
import type { Input } from "../../../cli/inputs/input";
import type { Report } from "../../../cli/check/report";
import type { RuleInfo } from "../../../cli/check/rule-infos";

const rule = (name: string, isMandatory: boolean, isAboutExemptions = false): RuleInfo => ({
    name,
    displayName: `About ${name}`,
    description: `What ${name} wants.`,
    remediationSteps: `Do as ${name} says.`,
    tags: ["ippool"],
    isMandatory,
    isAboutExemptions,
});

const object = (name: string, more: Partial<PolicyObject> = {}): PolicyObject => ({
    apiVersion: "crd.projectcalico.org/v1",
    kind: "IPPool",
    name,
    tree: {},
    isPatch: false,
    isDeleted: false,
    id: `a#${name}`,
    ...more,
});

const urn = "urn:pulumi:dev::net::kubernetes:crd.projectcalico.org/v1:IPPool::c-resource";
const [a, b, c, d] = [
    object("a"),
    object("b", { kind: "Policy", namespace: "p" }),
    object("c", { id: urn, resourceName: "c-resource" }),
    object("d", { id: "live:IPPool/d" }),
];

const file: Input = { kind: "manifests", label: "de ploy/a,b:ü.yaml", objects: [a, b] };
const right: Input = { kind: "manifests", label: "deploy/right.yaml", objects: [object("e")] };
const stack: Input = { kind: "stack", label: "preview.json", objects: [c] };
const cluster: Input = { kind: "cluster", label: "cluster dev", objects: [d] };

/** What no rule says, but might: one finding of each level and input, with all that a format has to escape. */
export const SAMPLE: Report = {
    rules: [rule("exemptions", true, true), rule("naming", false), rule("spec", true)],
    inputs: [file, right, stack, cluster],
    findings: [
        {
            rule: "spec",
            level: "mandatory",
            message: `'x' (50%, a|b\r\n<b>*"&\u001b[31m @me) must be \`y\`_.`,
            object: a,
            property: 'metadata.labels["a/b"]',
            input: file,
            position: { line: 12, column: 5 },
        },
        {
            rule: "naming",
            level: "advisory",
            message: "'name' should be another.",
            object: b,
            property: "metadata.name",
            input: file,
            position: { line: 101, column: 1 },
        },
        { rule: "spec", level: "mandatory", message: "must go.", object: c, input: stack },
        {
            rule: "spec",
            level: "undecided",
            message: "'spec.cidr' is not known yet.",
            object: c,
            property: "spec.cidr",
            input: stack,
        },
        { rule: "naming", level: "advisory", message: "is live.", object: d, input: cluster },
        { rule: "exemptions", level: "mandatory", message: "The exemption of a expired." },
    ],
    summary: { objects: 5, rules: 2, mandatory: 3, advisory: 2, undecided: 1 },
};

/** A report with nothing to say. */
export const QUIET: Report = {
    rules: [rule("spec", true)],
    inputs: [right],
    findings: [],
    summary: { objects: 1, rules: 1, mandatory: 0, advisory: 0, undecided: 0 },
};
