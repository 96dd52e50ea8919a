// SPDX-License-Identifier: Apache-2.0
import { finding } from "../findings";
import type { Finding, Rule, RuleInfo } from "../rule";
import type { NamespaceIsolation } from "./annotation";
import { type NamedPolicy, PolicyDirection } from "./policy";

/** The rule that no program has policies for a namespace whose isolation it switches off. */
export const OFF_WITH_POLICIES_RULE: RuleInfo = {
    id: "isolation-off-with-policies",
    reason: "KubeSphere deletes all policies of a namespace that is not isolated, at each run again.",
    source: "syncNs in pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4",
};

/** What one program says of the isolation of namespaces and of their policies on one cluster, in whatever order. */
export class StatedIsolations {
    private readonly enabled = new Map<string, boolean>();
    private readonly policies = new Map<string, Set<string>>();
    private readonly firstEgress = new Map<string, string>();
    private readonly late = new Set<object>();

    /** An isolation whose namespace or switch comes later, until it is added under the same token. */
    expect(token: object): void {
        this.late.add(token);
    }

    addIsolation(token: object, { namespace, enabled = true }: NamespaceIsolation): void {
        this.late.delete(token);
        this.enabled.set(namespace, enabled || this.enabled.get(namespace) === true);
    }

    addPolicy({ namespace, policyName, direction }: NamedPolicy): void {
        this.policies.set(namespace, (this.policies.get(namespace) ?? new Set()).add(policyName));
        if (direction === PolicyDirection.Egress && !this.firstEgress.has(namespace)) {
            this.firstEgress.set(namespace, policyName);
        }
    }

    /** Whether the program switches the isolation off. */
    isOff(namespace: string): boolean {
        return this.enabled.get(namespace) === false;
    }

    /** Whether the program isolates the namespace, or may do so once everything is known. */
    mayBeOn(namespace: string): boolean {
        return this.enabled.get(namespace) === true || this.late.size > 0;
    }

    /** Names of the program's policies for a namespace. */
    policiesOf(namespace: string): string[] {
        return [...(this.policies.get(namespace) ?? [])];
    }

    /** Whether no policy for egress of the namespace came before the one of that name. */
    isFirstEgress(namespace: string, policyName: string): boolean {
        return this.firstEgress.get(namespace) === policyName;
    }
}

/** Adds one policy of a program, and refuses it for a namespace whose isolation the program switches off. */
export function policyRule(stated: StatedIsolations): Rule<NamedPolicy> {
    return {
        ...OFF_WITH_POLICIES_RULE,
        reads: ["namespace", "policyName", "direction"],
        check: (policy) => {
            stated.addPolicy(policy);
            return stated.isOff(policy.namespace) ? [refusal(policy.namespace, [policy.policyName])] : [];
        },
    };
}

/** Adds one isolation of a program, and refuses to switch off that of a namespace which the program has policies for. */
export function isolationRule(stated: StatedIsolations): Rule<NamespaceIsolation> {
    const token = {};
    stated.expect(token);
    return {
        ...OFF_WITH_POLICIES_RULE,
        reads: ["namespace", "enabled"],
        check: (isolation) => {
            stated.addIsolation(token, isolation);
            const policies = stated.policiesOf(isolation.namespace);
            return stated.isOff(isolation.namespace) && policies.length > 0
                ? [refusal(isolation.namespace, policies)]
                : [];
        },
    };
}

function refusal(namespace: string, policies: readonly string[]): Finding {
    return finding(
        "namespace",
        namespace,
        `must be isolated if it has policies: this program switches its isolation off, and KubeSphere would delete ${policies.join(", ")} again. Isolate the project, or remove its policies; a project that its workspace isolates needs no ProjectIsolation.`,
    );
}
