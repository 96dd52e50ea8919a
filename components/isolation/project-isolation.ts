// SPDX-License-Identifier: Apache-2.0
import { NamespacePatch } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { TYPE_RULE } from "../../lib/argument-types";
import {
    isolationAnnotation,
    NAMESPACE_ISOLATION_RULES,
    type NamespaceIsolation,
} from "../../lib/isolation/annotation";
import { PolicyDirection, type PolicyRule } from "../../lib/isolation/policy";
import { policyNameFindings, POLICY_RULE_RULES } from "../../lib/isolation/rules";
import { isolationRule } from "../../lib/isolation/stated";
import type { StatedProject } from "../../lib/isolation/surroundings";
import { NAMESPACE, typeToken } from "../../lib/kinds";
import { NETWORK_ISOLATE_ANNOTATION } from "../../lib/labels";
import { isMapping } from "../../lib/mapping";
import { policyName as policyResourceName } from "../../lib/platform/names";
import { type Problem, within } from "../../lib/problem";
import { checked, failOn, promptProblems } from "../checked";
import { onceFound } from "../cluster/gate";
import { comesLater, waits } from "../comes-later";
import { after, derived, providerOf } from "../objects";
import { ownershipAnnotations } from "../ownership";
import {
    namespaceNetworkPolicyResource,
    type NamespaceNetworkPolicyResource,
    type PolicyRuleArgs,
} from "./namespace-network-policy";
import { statedIsolations } from "./stated";
import { liveProjectProblems } from "./surroundings";

/** What a ProjectIsolation is made of. */
export interface ProjectIsolationArgs {
    /**
     * Name of the project's namespace, which must exist. If the same program makes it, take the name from that resource.
     */
    namespace: pulumi.Input<string>;
    /** True to isolate the project, false to say explicitly that it is not. Defaults to true. */
    enabled?: pulumi.Input<boolean>;
    /**
     * What is allowed all the same: the name of a policy object and its rule. There are no policies where enabled is
     * plainly false, since KubeSphere deletes them then. Defaults to none.
     */
    allow?: Record<string, PolicyRuleArgs>;
    /**
     * Key of the annotation. It is said if namespaces of the cluster have "kubesphere.io/workspace-isolate", unless a key
     * is set. Defaults to "kubesphere.io/network-isolate".
     */
    annotationKey?: pulumi.Input<string>;
    /**
     * True to isolate a namespace of the system: "default" and those of Kubernetes ("kube-system", "kube-public",
     * "kube-node-lease"), KubeSphere ("kubesphere-"), its extensions ("extension-") and Calico ("calico-",
     * "tigera-operator"), and all of the workspace "system-workspace". Defaults to false, which refuses that.
     */
    allowSystem?: pulumi.Input<boolean>;
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
    readonly policies: NamespaceNetworkPolicyResource[];
    /** Name of the namespace, checked. */
    readonly namespace: pulumi.Input<string>;
}

/**
 * Checks and registers the patch of one namespace and the policies of its allow list. The namespace may be missing on the
 * cluster where the program may still make it.
 */
export function projectIsolationResources(
    name: string,
    args: ProjectIsolationArgs,
    opts: pulumi.CustomResourceOptions = {},
    isLate = waits(opts),
): ProjectIsolationResources {
    const where = { subject: `ProjectIsolation "${name}"`, resource: opts.parent };
    const provider = providerOf(typeToken(NAMESPACE), opts);
    const policyRules = args.enabled === false ? [] : Object.entries(args.allow ?? {});
    const isolationRules = [...NAMESPACE_ISOLATION_RULES, isolationRule(statedIsolations(provider))];
    const problems = promptProblems<NamespaceIsolation>("ProjectIsolation", isolationRules, args);
    failOn([...problems, ...allowProblems(args.allow)], where);
    const isolation = checked<ProjectIsolationArgs, NamespaceIsolation>(
        "ProjectIsolation",
        args,
        isolationRules,
        where,
    );
    const { namespace, annotationKey, enabled, allowSystem, takeOwnership } = isolation;
    const egress = policyRules.filter(([, { direction }]) => direction === PolicyDirection.Egress);
    const project = { namespace, enabled, annotationKey, allowSystem, egress: egress.map(([policy]) => policy) };
    const found = onceFound<StatedProject, string>(namespace, project, {
        provider,
        where,
        check: async (stated, world) =>
            liveProjectProblems({ ...stated, mayComeLater: isLate || (await comesLater(args.namespace)) }, world),
    });
    const annotations = derived(
        [annotationKey, enabled, takeOwnership] as pulumi.Input<[string?, boolean?, boolean?]>,
        ([key, on, take]) => ({
            ...isolationAnnotation(key ?? NETWORK_ISOLATE_ANNOTATION, on ?? true),
            ...ownershipAnnotations(take),
        }),
    );
    const resource = new NamespacePatch(name, { metadata: { name: found, annotations } }, opts);
    // KubeSphere deletes every policy of a namespace that is not isolated, so the annotation must be there first.
    const policyOpts = pulumi.mergeOptions(opts, { dependsOn: [resource] });
    const policies = policyRules.map(([policyName, rule]) =>
        namespaceNetworkPolicyResource(
            policyResourceName(name, policyName),
            { ...rule, namespace, policyName },
            policyOpts,
        ),
    );
    return { resource, policies, namespace };
}

/**
 * Isolates a project: pods of its namespace take connections from each other and from whom the allow list names. One
 * patch of the Namespace, which keeps all other keys, and one NamespaceNetworkPolicy for each rule of the list. The
 * namespace must belong to a workspace. Egress is free until the first egress rule; from then on pods reach what egress
 * rules allow, and DNS, but not even each other.
 *
 * The annotation is written before the policies; a destroy removes the policies before the annotation. Switching
 * isolation off, here or in KubeSphere's console, makes KubeSphere delete all policies of the namespace, whoever made
 * them; previews list them. An update that sets enabled to false switches off first and deletes its own policies then,
 * since Pulumi deletes last: to have it the other way round, empty the allow list and update before.
 *
 * On the cluster it is checked that the namespace exists, and said what isolation lacks there: the label of a workspace
 * without which KubeSphere does nothing, or the label by which it finds peers. The first egress rule is announced.
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
        const child = { parent: this, dependsOn: opts?.dependsOn };
        const { resource, policies, namespace } = projectIsolationResources(name, args, child);
        this.namespace = after(resource, namespace);
        this.policyNames = pulumi.output(policies.map((policy) => after(policy.resource, policy.policyName)));
        this.registerOutputs({ namespace: this.namespace, policyNames: this.policyNames });
    }
}

/** What is wrong with those parts of the allow list that are known now. */
function allowProblems(allow: ProjectIsolationArgs["allow"]): Problem[] {
    return Object.entries(isMapping(allow) ? allow : {}).flatMap(([policyName, rule]) => [
        ...policyNameFindings(`allow.${policyName}`, policyName).map((found) => ({ rule: "policy-name", ...found })),
        ...within(`allow.${policyName}`, isMapping(rule) ? ruleProblems(rule) : []),
    ]);
}

/** Without the types, which are found for the whole. */
function ruleProblems(rule: object): Problem[] {
    return promptProblems<PolicyRule>("PolicyRuleArgs", POLICY_RULE_RULES, rule).filter(
        (problem) => problem.rule !== TYPE_RULE.id,
    );
}
