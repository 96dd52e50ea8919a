// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "../../kinds";
import type { KubeObject } from "../objects";
import type { Finding, ObjectRef } from "../report";

/** A finding about isolation, before its area and its cluster are added. */
export type Found = Omit<Finding, "area" | "cluster">;

/** A project as what a finding is about. */
export function projectRef(name: string): ObjectRef {
    return { kind: NAMESPACE.kind, name };
}

/** An object as what a finding is about. */
export function refOf({ kind, name, namespace }: KubeObject): ObjectRef {
    return { kind, name, ...(namespace !== undefined && { namespace }) };
}
