// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE, NAMESPACE_NETWORK_POLICY } from "kubesphere-network/lib/kinds";
import { isolates, isolationProperty } from "../objects/isolation";
import { lookup } from "../objects/lookup";
import { isOf, type PolicyObject } from "../objects/object";
import { peersOf } from "../objects/peers";
import { stackRule, texts } from "../rule";
import { matches } from "../objects/scope";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

interface Config {
    readonly gatewayNamespaces: readonly string[];
    readonly dnsNamespaces: readonly string[];
}

/** Namespaces whose DNS KubeSphere lets every project reach by itself. Source: generateDNSRule of KubeSphere 3.4. */
const ALLOWED_DNS = "kube-system";

export const isolationAllows = stackRule<Config>({
    name: "isolation-allows",
    displayName: "Isolated projects reach DNS and are reached by gateways",
    description:
        "An isolated project should let gateways in, and let its pods reach DNS where it restricts what goes out.",
    severity: "low",
    enforcementLevel: "advisory",
    strict: "advisory",
    remediationSteps:
        "Add a rule to the project's allow list, such as allow.ingressGateway() or allow.dns(). Where nothing is needed, write an exemption.",
    tags: ["isolation", "connectivity"],
    config: {
        gatewayNamespaces: texts(
            "Namespaces that gateways run in; one of them must be let in. With an empty list nothing is said about gateways.",
            ["kubesphere-controls-system"],
        ),
        dnsNamespaces: texts("Namespaces that DNS runs in beside kube-system, which KubeSphere allows by itself."),
    },
    checkStack: (objects, { gatewayNamespaces, dnsNamespaces }, { violation, undecided }) => {
        const remaining = objects.filter((object) => !object.isDeleted);
        const dns = dnsNamespaces.filter((name) => name !== ALLOWED_DNS);
        const policiesIn = lookup(
            remaining.filter((object) => isOf(object, NAMESPACE_NETWORK_POLICY)),
            "metadata",
            "namespace",
        );
        for (const project of remaining.filter((object) => isOf(object, NAMESPACE) && mayIsolate(object))) {
            const policies = policiesIn(project.cluster, at(project.tree, "metadata", "name"));
            const own = policies.filter(({ namespace }) => namespace !== undefined && namespace === project.name);
            const allowed = (direction: "ingress" | "egress", wanted: readonly string[]): boolean =>
                own.some((policy) =>
                    peersOf(policy, direction).some(
                        ({ namespace }) => typeof namespace === "string" && matches(wanted, namespace),
                    ),
                );
            const goesOut = policies.some((policy) => peersOf(policy, "egress").length > 0);
            const missing = [
                ...(gatewayNamespaces.length > 0 && !allowed("ingress", gatewayNamespaces)
                    ? [`no gateway is let in (${gatewayNamespaces.join(", ")})`]
                    : []),
                ...(dns.length > 0 && goesOut && !allowed("egress", dns)
                    ? [`DNS is not reached (${dns.join(", ")})`]
                    : []),
            ];
            const [property, of] = latePart(project, policies) ?? [];
            if (missing.length > 0 && property !== undefined) {
                undecided(project, property, of);
            } else if (missing.length > 0) {
                violation(
                    project,
                    `${missing.join(", and ")}, though the project is isolated. If that is not meant, allow it.`,
                    "metadata.annotations",
                );
            }
        }
    },
});

function mayIsolate(object: PolicyObject): boolean {
    const isOn = isolates(object);
    return isOn === true || isOn === UNKNOWN;
}

/** What has to be known to tell what a project allows, and is not; undefined if nothing is missing. */
function latePart(
    project: PolicyObject,
    policies: readonly PolicyObject[],
): [property: string, of: PolicyObject] | undefined {
    if (at(project.tree, "metadata", "name") === UNKNOWN) {
        return ["metadata.name", project];
    }
    if (isolates(project) === UNKNOWN) {
        return [isolationProperty(project), project];
    }
    for (const policy of policies) {
        const isElsewhere = at(policy.tree, "metadata", "namespace") === UNKNOWN;
        const peers = (["ingress", "egress"] as const).flatMap((direction) => peersOf(policy, direction));
        const place = isElsewhere ? "metadata.namespace" : peers.find((peer) => peer.namespace === UNKNOWN)?.property;
        if (place !== undefined) {
            return [place, policy];
        }
    }
    return undefined;
}
