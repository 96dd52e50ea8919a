// SPDX-License-Identifier: Apache-2.0
import type { Finding, Report } from "../report";
import { jsonText } from "../../text/json";

/** Everything, for programs. The version changes when something that is there gets another meaning. */
export function json({ findings, summary }: Report): string {
    return jsonText({ version: 1, summary, findings: findings.map(entry) });
}

function entry({ rule, level, message, object, property, input, position }: Finding): object {
    return {
        rule,
        level,
        message,
        ...(object && {
            object: {
                apiVersion: object.apiVersion,
                kind: object.kind,
                name: object.name,
                namespace: object.namespace,
            },
        }),
        property,
        file: input?.kind === "cluster" ? undefined : input?.label,
        ...position,
        urn: input?.kind === "stack" ? object?.id : undefined,
    };
}
