// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE, NAMESPACE_NETWORK_POLICY } from "kubesphere-network/lib/kinds";
import { isolates, isolationProperty } from "../objects/isolation";
import { lookup } from "../objects/lookup";
import { isOf, type PolicyObject } from "../objects/object";
import { stackRule, texts } from "../rule";
import { matches } from "../objects/scope";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

interface Config {
    readonly isolatedElsewhere: readonly string[];
}

export const policyWithoutIsolation = stackRule<Config>({
    name: "policy-without-isolation",
    displayName: "Allow lists of isolated projects only",
    description:
        "A NamespaceNetworkPolicy must be in a namespace that the stack isolates: KubeSphere deletes it elsewhere.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps: "Isolate the project in the same stack, or name it in isolatedElsewhere if another stack does.",
    tags: ["isolation"],
    config: {
        isolatedElsewhere: texts('Namespaces that are isolated by others; "*" stands for any characters.'),
    },
    checkStack: (objects, { isolatedElsewhere }, { violation, undecided }) => {
        const remaining = objects.filter((object) => !object.isDeleted);
        const namespacesNamed = lookup(
            remaining.filter((object) => isOf(object, NAMESPACE)),
            "metadata",
            "name",
        );
        for (const policy of remaining.filter((object) => isOf(object, NAMESPACE_NETWORK_POLICY))) {
            const namespace = at(policy.tree, "metadata", "namespace");
            if (namespace === UNKNOWN) {
                undecided(policy, "metadata.namespace");
                continue;
            }
            const name = typeof namespace === "string" ? namespace : "default";
            const namespaces = namespacesNamed(policy.cluster, name);
            const one = (isOn: ReturnType<typeof isolates>): PolicyObject | undefined =>
                namespaces.find((each) => isolationOf(name, each) === isOn);
            const [late, off] = [one(UNKNOWN), one(false)];
            if (one(true) !== undefined) {
                continue;
            }
            if (late !== undefined) {
                const isNamed = at(late.tree, "metadata", "name") !== UNKNOWN;
                undecided(policy, isNamed ? isolationProperty(late) : "metadata.name", late);
            } else if (off !== undefined || !matches(isolatedElsewhere, name)) {
                const why = off ? "this stack switches its isolation off" : "nothing in this stack isolates it";
                violation(
                    policy,
                    `'metadata.namespace' (${name}) must be isolated: ${why}, and KubeSphere deletes policies of projects that are not. Isolate the project, or name it in isolatedElsewhere.`,
                    "metadata.namespace",
                );
            }
        }
    },
});

/** What an object says of a project's isolation; UNKNOWN if it may be that of another one. */
function isolationOf(project: string, namespace: PolicyObject): ReturnType<typeof isolates> {
    const name = at(namespace.tree, "metadata", "name");
    const isOn = isolates(namespace);
    return name === project ? isOn : name === UNKNOWN && isOn !== undefined ? UNKNOWN : undefined;
}
