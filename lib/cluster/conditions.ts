// SPDX-License-Identifier: Apache-2.0

/** A condition of an object. */
export interface Condition {
    readonly type?: string;
    readonly status?: string;
    readonly reason?: string;
    readonly message?: string;
}

/** The condition of a type, if it has that status. */
export function conditionOf(
    conditions: readonly Condition[] | undefined,
    type: string,
    status: "True" | "False",
): Condition | undefined {
    return conditions?.find((each) => each.type === type && each.status === status);
}

/** Whether a node or a pod is ready. */
export function isReady({ status }: { readonly status?: { readonly conditions?: readonly Condition[] } }): boolean {
    return conditionOf(status?.conditions, "Ready", "True") !== undefined;
}

/** Why something is as it is, "reason: message" without a full stop; "" if nothing tells. */
export function whyText({ reason, message }: Pick<Condition, "reason" | "message"> = {}): string {
    return [reason, message].filter(Boolean).join(": ").replace(/\.$/, "");
}
