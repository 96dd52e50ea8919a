// SPDX-License-Identifier: Apache-2.0
import { allow } from "../../isolation/allow-rules";
import { at, isKnown, type Tree } from "../../tree";
import type { KubeObject } from "../objects";
import { listAt } from "../read";
import type { Found } from "./found";

/** Who calls the pods of nearly every project, where it runs, and the rule that lets it in. */
const CALLERS = [
    { what: "gateways", from: allow.ingressGateway().namespaces ?? [], rule: "allow.ingressGateway()" },
    { what: "monitoring", from: allow.monitoring().namespaces ?? [], rule: "allow.monitoring()" },
] as const;

/** What to add where an isolated project has no policy for gateways or monitoring; nothing if it has, or may have. */
export function callersShutOut(policies: readonly KubeObject[]): Partial<Pick<Found, "message" | "wayOut">> {
    const missing = CALLERS.filter(({ from }) => !policies.some((policy) => letsIn(policy, from)));
    const named = missing.map(({ what, from }) => `${what} (${from.join(", ")})`).join(" or ");
    return missing.length === 0
        ? {}
        : {
              message: ` No policy lets in ${named}.`,
              wayOut: `If they are needed, allow them: ${missing.map(({ rule }) => rule).join(", ")} in a program.`,
          };
}

/** Rules without a source let everybody in, and those that are not known yet may. */
function letsIn({ tree }: KubeObject, namespaces: readonly string[]): boolean {
    return (
        !isKnown(at(tree, "spec")) ||
        listAt(tree, "spec", "ingress").some((rule) => {
            const sources = listAt(rule, "from");
            return sources.length === 0 || sources.some((peer) => namespaces.some((name) => isIn(peer, name)));
        })
    );
}

function isIn(peer: Tree, namespace: string): boolean {
    return (at(peer, "service", "namespace") ?? at(peer, "namespace", "name")) === namespace;
}
