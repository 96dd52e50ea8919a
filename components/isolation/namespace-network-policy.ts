// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import {
    type NamedPolicy,
    PEER_KINDS,
    PolicyDirection,
    policyManifest,
    policyPeer,
    PolicyProtocol,
} from "../../lib/isolation/policy";
import { POLICY_RULES } from "../../lib/isolation/rules";
import { policyRule } from "../../lib/isolation/stated";
import { NAMESPACE_NETWORK_POLICY, typeToken } from "../../lib/kinds";
import { problemsOf } from "../../lib/rule";
import { checked } from "../checked";
import { type LiveCheck, onceFound } from "../cluster/gate";
import { comesLater, waits } from "../comes-later";
import { after, customResource, mapped, providerOf } from "../objects";
import { statedIsolations } from "./stated";
import { liveLonePolicyProblems, livePolicyProblems } from "./surroundings";

export { PolicyDirection, PolicyProtocol };

/** A service whose pods may be reached or may connect. */
export interface ServicePeerArgs {
    /** Name of the service, which must have a selector. */
    name: pulumi.Input<string>;
    /** Namespace of the service. */
    namespace: pulumi.Input<string>;
}

/** A block of addresses outside the cluster. */
export interface IPBlockArgs {
    /** The addresses, such as "192.168.0.0/16". */
    cidr: pulumi.Input<string>;
    /** Blocks within it that are left out. */
    except?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A port or a range of ports. */
export interface PolicyPortArgs {
    /** "TCP", "UDP" or "SCTP". Defaults to "TCP". */
    protocol?: pulumi.Input<PolicyProtocol>;
    /** Port of the pod (not of its service), 1 to 65535. Defaults to all ports of the protocol. */
    port?: pulumi.Input<number>;
    /** Last port of a range that begins with port. Defaults to port. */
    endPort?: pulumi.Input<number>;
}

/** What one policy allows, and to whom. Exactly one of namespaces, services and ipBlocks must be set. */
export interface PolicyRuleArgs {
    /** Which way the traffic goes, seen from the namespace: "ingress" or "egress". */
    direction: PolicyDirection;
    /** Names of namespaces whose pods are allowed. At least one. */
    namespaces?: pulumi.Input<pulumi.Input<string>[]>;
    /** Services whose pods are allowed. At least one. */
    services?: pulumi.Input<pulumi.Input<ServicePeerArgs>[]>;
    /** Addresses outside the cluster that are allowed. At least one. */
    ipBlocks?: pulumi.Input<pulumi.Input<IPBlockArgs>[]>;
    /** Ports that are allowed. Must not be set for egress to services, which takes theirs. Defaults to all ports. */
    ports?: pulumi.Input<pulumi.Input<PolicyPortArgs>[]>;
}

/** What a NamespaceNetworkPolicy is made of. Exactly one of namespaces, services and ipBlocks must be set. */
export interface NamespaceNetworkPolicyArgs extends PolicyRuleArgs {
    /** Namespace whose pods the policy is for. Its isolation must be on, or KubeSphere deletes the policy. */
    namespace: pulumi.Input<string>;
    /**
     * Name of the policy object, at most 248 characters; not "network-isolate" and not beginning with "nsnp-". Defaults
     * to the component's name.
     */
    policyName?: pulumi.Input<string>;
}

/** The same policy as a resource among others. */
export interface NamespaceNetworkPolicyResource {
    readonly resource: pulumi.CustomResource;
    /** Name of the object, checked. */
    readonly policyName: pulumi.Input<string>;
}

/** Checks and registers one NamespaceNetworkPolicy object. Its peers are checked on the cluster, and what else is asked for. */
export function namespaceNetworkPolicyResource(
    name: string,
    args: NamespaceNetworkPolicyArgs,
    opts: pulumi.CustomResourceOptions = {},
    check: LiveCheck<NamedPolicy>["check"] = livePolicyProblems,
): NamespaceNetworkPolicyResource {
    const where = { subject: `NamespaceNetworkPolicy "${name}"`, resource: opts.parent };
    const provider = providerOf(typeToken(NAMESPACE_NETWORK_POLICY), opts);
    const named = { ...args, policyName: args.policyName ?? name };
    const rules = [...POLICY_RULES, policyRule(statedIsolations(provider))];
    const policy = checked<typeof named, NamedPolicy>("NamespaceNetworkPolicy", named, rules, where);
    const kind = PEER_KINDS.find((candidate) => policy[candidate] !== undefined) ?? "namespaces";
    const peers = mapped(policy[kind] ?? [], (peer) => policyPeer(kind, peer));
    const policyName = onceFound(policy.policyName, policy, { provider, where, check });
    const { namespace } = policy;
    const manifest = policyManifest(
        { policyName, namespace },
        { direction: policy.direction, kind, peers, ports: policy.ports },
    );
    const resource = customResource(name, manifest, opts);
    return { resource, policyName: policy.policyName };
}

/** The check of a policy that no ProjectIsolation lists: somebody has to isolate its namespace. */
function lonePolicyCheck(
    { namespace }: NamespaceNetworkPolicyArgs,
    opts: pulumi.ComponentResourceOptions | undefined,
    provider: pulumi.ProviderResource | undefined,
): LiveCheck<NamedPolicy>["check"] {
    const stated = statedIsolations(provider);
    return async (policy, world) => {
        const lone = {
            policyName: policy.policyName,
            namespace: policy.namespace,
            direction: policy.direction,
            mayComeLater: waits(opts) || (await comesLater(namespace)),
            isIsolatedHere: stated.mayBeOn(policy.namespace),
            isFirst: stated.isFirstEgress(policy.namespace, policy.policyName),
        };
        return [
            // What the program states further down is known by now.
            ...problemsOf([policyRule(stated)], policy),
            ...(await livePolicyProblems(policy, world)),
            ...(await liveLonePolicyProblems(lone, world)),
        ];
    };
}

/**
 * Allows traffic into or out of an isolated namespace: one NamespaceNetworkPolicy object of KubeSphere, from which it
 * makes a NetworkPolicy named "nsnp-" and the policy's name. Its labels, by which KubeSphere's console shows it, follow
 * from the rule. The first egress policy of a namespace forbids all egress that no policy allows, DNS excepted, which is
 * said when it happens.
 *
 * The namespace must be isolated: a program that switches its isolation off is refused, and it is said if nobody isolates
 * it. On the cluster the peers are checked too. A service must have a selector, and for egress pods that listen on the
 * service's own port, since KubeSphere allows that one and no targetPort. Namespaces need the label by which KubeSphere
 * finds them.
 *
 * Example: new NamespaceNetworkPolicy("from-gateway",
 *     { namespace: "shop", direction: "ingress", namespaces: ["kubesphere-controls-system"] })
 */
export class NamespaceNetworkPolicy extends pulumi.ComponentResource {
    /** Name of the policy object. */
    public readonly policyName: pulumi.Output<string>;

    constructor(name: string, args: NamespaceNetworkPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kubesphere-network:index:NamespaceNetworkPolicy", name, args, opts);
        const child = { parent: this, dependsOn: opts?.dependsOn };
        const check = lonePolicyCheck(args, opts, providerOf(typeToken(NAMESPACE_NETWORK_POLICY), child));
        const { resource, policyName } = namespaceNetworkPolicyResource(name, args, child, check);
        this.policyName = after(resource, policyName);
        this.registerOutputs({ policyName: this.policyName });
    }
}
