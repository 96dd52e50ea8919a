// SPDX-License-Identifier: Apache-2.0
import {
    INSTALL_PLAN,
    IP_POOL,
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "../kinds";
import { isKind } from "../report/objects";

/** Kinds whose drift is told: those that decide about the network. */
export const DRIFT_KINDS: readonly Kind[] = [
    INSTALL_PLAN,
    IP_POOL,
    WORKSPACE_TEMPLATE,
    WORKSPACE,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
];

/** Whether drift of such an object is told. */
export function isCompared(object: Pick<Kind, "apiVersion" | "kind">): boolean {
    return DRIFT_KINDS.some((kind) => isKind(object, kind));
}

/** The kind of an object that is compared. */
export function kindOf(object: Pick<Kind, "apiVersion" | "kind">): Kind {
    const found = DRIFT_KINDS.find((kind) => isKind(object, kind));
    if (found === undefined) {
        throw new Error(`${object.kind} (${object.apiVersion}) is not compared.`);
    }
    return found;
}
