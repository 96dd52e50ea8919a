// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

/**
 * The field manager of an adopted resource: of the form that Pulumi's provider makes up for a new one, another for each
 * resource, since two patches may be of one object, and always the same, so that a second adoption gives the same file.
 *
 * Source: fieldManagerName in provider/pkg/provider/provider.go of pulumi-kubernetes
 */
export function fieldManagerOf(project: string, { type, name }: { type: string; name: string }): string {
    const hash = createHash("sha256")
        .update(JSON.stringify([project, type, name]))
        .digest("hex");
    return `pulumi-kubernetes-${hash.slice(0, 8)}`;
}
