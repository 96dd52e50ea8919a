// SPDX-License-Identifier: Apache-2.0
import { NamespacePatch } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import {
    isolationAnnotation,
    NAMESPACE_ISOLATION_RULES,
    type NamespaceIsolation,
} from "../../lib/isolation/annotation";
import type { PolicyRule } from "../../lib/isolation/policy";
import { policyNameFindings, POLICY_RULE_RULES } from "../../lib/isolation/rules";
import { NETWORK_ISOLATE_ANNOTATION } from "../../lib/labels";
import { type Problem, within } from "../../lib/problem";
import { checked, failOn, promptProblems } from "../checked";
import { after, derived } from "../objects";
import { ownershipAnnotations } from "../ownership";
import { namespaceNetworkPolicyResource, type PolicyRuleArgs } from "./namespace-network-policy";

/** What a ProjectIsolation is made of. */
export interface ProjectIsolationArgs {
    /** Name of the project's namespace, which must exist. */
    namespace: pulumi.Input<string>;
    /** True to isolate the project, false to say explicitly that it is not. Defaults to true. */
    enabled?: pulumi.Input<boolean>;
    /**
     * What is allowed all the same: the name of a policy object and its rule. There are no policies where enabled is
     * plainly false, since KubeSphere deletes them then. Defaults to none.
     */
    allow?: Record<string, PolicyRuleArgs>;
    /** Key of the annotation. Defaults to "kubesphere.io/network-isolate". */
    annotationKey?: pulumi.Input<string>;
    /**
     * True to take the key over from whoever has written it, for instance KubeSphere's console; false to fail when
     * somebody else has. Defaults to false.
     */
    takeOwnership?: pulumi.Input<boolean>;
}

/** The same isolation as resources among others. */
export interface ProjectIsolationResources {
    /** The patch of the namespace. */
    readonly resource: pulumi.CustomResource;
    readonly policies: pulumi.CustomResource[];
    readonly namespace: pulumi.Output<string>;
    readonly policyNames: pulumi.Output<string[]>;
}

/** Checks and registers the patch of one namespace and the policies of its allow list. */
export function projectIsolationResources(
    name: string,
    args: ProjectIsolationArgs,
    opts: pulumi.CustomResourceOptions = {},
): ProjectIsolationResources {
    const where = { subject: `ProjectIsolation "${name}"`, resource: opts.parent };
    failOn(
        [...promptProblems<NamespaceIsolation>(NAMESPACE_ISOLATION_RULES, args), ...allowProblems(args.allow)],
        where,
    );
    const isolation = checked<ProjectIsolationArgs, NamespaceIsolation>(args, NAMESPACE_ISOLATION_RULES, where);
    const { namespace, annotationKey, enabled, takeOwnership } = isolation;
    const annotations = derived(
        [annotationKey, enabled, takeOwnership] as pulumi.Input<[string?, boolean?, boolean?]>,
        ([key, on, take]) => ({
            ...isolationAnnotation(key ?? NETWORK_ISOLATE_ANNOTATION, on ?? true),
            ...ownershipAnnotations(take),
        }),
    );
    const resource = new NamespacePatch(name, { metadata: { name: namespace, annotations } }, opts);
    const rules = enabled === false ? [] : Object.entries(args.allow ?? {});
    // KubeSphere deletes every policy of a namespace that is not isolated, so the annotation must be there first.
    const policyOpts = pulumi.mergeOptions(opts, { dependsOn: [resource] });
    const policies = rules.map(([policyName, rule]) =>
        namespaceNetworkPolicyResource(`${name}-${policyName}`, { ...rule, namespace, policyName }, policyOpts),
    );
    return {
        resource,
        policies: policies.map((policy) => policy.resource),
        namespace: after(resource, namespace),
        policyNames: pulumi.output(policies.map((policy) => policy.policyName)),
    };
}

/**
 * Isolates a project: pods of its namespace take connections from each other and from whom the allow list names. One
 * patch of the Namespace, which keeps all other keys, and one NamespaceNetworkPolicy for each rule of the list. The
 * namespace must belong to a workspace. Egress is free until the first egress rule.
 *
 * The annotation is written before the policies; a destroy removes the policies before the annotation. Switching
 * isolation off, here or in KubeSphere's console, makes KubeSphere delete all policies of the namespace, whoever made
 * them.
 *
 * Example: new ProjectIsolation("shop",
 *     { namespace: "shop", allow: { "from-web": { direction: "ingress", namespaces: ["web"] } } })
 */
export class ProjectIsolation extends pulumi.ComponentResource {
    /** Name of the project's namespace. */
    public readonly namespace: pulumi.Output<string>;
    /** Names of the policy objects of the allow list. */
    public readonly policyNames: pulumi.Output<string[]>;

    constructor(name: string, args: ProjectIsolationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kubesphere-network:index:ProjectIsolation", name, args, opts);
        const { namespace, policyNames } = projectIsolationResources(name, args, { parent: this });
        this.namespace = namespace;
        this.policyNames = policyNames;
        this.registerOutputs({ namespace, policyNames });
    }
}

/** What is wrong with those parts of the allow list that are known now. */
function allowProblems(allow: ProjectIsolationArgs["allow"]): Problem[] {
    return Object.entries(allow ?? {}).flatMap(([policyName, rule]) => [
        ...policyNameFindings(`allow.${policyName}`, policyName).map((found) => ({ rule: "policy-name", ...found })),
        ...within(`allow.${policyName}`, promptProblems<PolicyRule>(POLICY_RULE_RULES, rule)),
    ]);
}
