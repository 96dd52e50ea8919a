// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "kubesphere-network/lib/kinds";
import type { Need } from "../rbac/need";
import { groupOf } from "../rbac/rules";

/** What of a kind a right is for; all of its objects by default. */
export interface RightPart extends Pick<Need, "subresource" | "namespace"> {
    readonly name?: string;
}

/** A right in words: "patch deployments.apps", `get namespaces "kube-system"`, "list pods in the namespace shop". */
export function rightOf(verb: string, kind: Kind, { subresource, name, namespace }: RightPart = {}): string {
    const group = groupOf({ kind });
    return [
        `${verb} ${kind.plural}${group === "" ? "" : `.${group}`}${subresource === undefined ? "" : `/${subresource}`}`,
        ...(name === undefined ? [] : [`"${name}"`]),
        ...(namespace === undefined ? [] : [`in the namespace ${namespace}`]),
    ].join(" ");
}
