// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import type { PolicyObject } from "./object";
import type { Findings } from "../rule";
import { matches } from "./scope";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

/** The findings of an object unless it is in, or is, one of the namespaces; put off while that is not known. */
export function exceptIn(namespaces: readonly string[], object: PolicyObject, findings: Findings): Findings {
    const path = ["metadata", object.kind === NAMESPACE.kind ? "name" : "namespace"];
    const namespace = at(object.tree, ...path) ?? "";
    if (namespace === UNKNOWN && namespaces.length > 0) {
        const violation = (): void => {
            findings.undecided(object, path.join("."));
        };
        return { ...findings, violation };
    }
    return typeof namespace === "string" && matches(namespaces, namespace) ? NONE : findings;
}

const NONE: Findings = { violation: () => undefined, undecided: () => undefined };
