// SPDX-License-Identifier: Apache-2.0
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { PackConnection } from "./analyzer-client";
import { levelNumber, levelOf, severityOf } from "./diagnostics";
import { toStruct } from "./messages";
import { type PolicyConfig, type PolicyInfo, reconcileConfig } from "./pack-config";
import type { PackProject } from "./pack-project";

/** What a pack says about itself, after the user's settings were applied. */
export interface PackInfo {
    readonly name: string;
    readonly version: string;
    readonly policies: readonly PolicyInfo[];
}

/** Asks a pack for its rules and settles with it how strictly each applies. */
export async function configurePack(
    connection: PackConnection,
    project: PackProject,
    given: Readonly<Record<string, PolicyConfig>>,
): Promise<PackInfo> {
    const info = await connection.call<analyzer.AnalyzerInfo>((client, done) =>
        client.getAnalyzerInfo(new Empty(), done),
    );
    const policies = info.getPoliciesList().map(policyInfo);
    const settings = reconcile(project, { policies, initial: initialConfig(info), given });
    const request = new analyzer.ConfigureAnalyzerRequest();
    for (const [name, { enforcementLevel, properties }] of Object.entries(settings)) {
        const message = new analyzer.PolicyConfig()
            .setEnforcementlevel(levelNumber(enforcementLevel))
            .setProperties(toStruct(properties));
        request.getPolicyconfigMap().set(name, message);
    }
    await connection.call((client, done) => client.configure(request, done));
    return {
        name: info.getName(),
        version: project.version ?? info.getVersion(),
        policies: policies.map((policy) => ({
            ...policy,
            enforcementLevel: settings[policy.name]?.enforcementLevel ?? policy.enforcementLevel,
        })),
    };
}

function reconcile(
    project: PackProject,
    parts: {
        policies: readonly PolicyInfo[];
        initial: Readonly<Record<string, PolicyConfig>>;
        given: Readonly<Record<string, PolicyConfig>>;
    },
): Record<string, Required<PolicyConfig>> {
    try {
        return reconcileConfig(parts.policies, parts.initial, parts.given);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`The configuration of policy pack '${project.folder}' is wrong:\n${reason}`);
    }
}

function initialConfig(info: analyzer.AnalyzerInfo): Record<string, PolicyConfig> {
    const result: Record<string, PolicyConfig> = {};
    info.getInitialconfigMap().forEach((config, name) => {
        result[name] = {
            enforcementLevel: levelOf(config.getEnforcementlevel()),
            properties: config.getProperties()?.toJavaScript() ?? {},
        };
    });
    return result;
}

function policyInfo(info: analyzer.PolicyInfo): PolicyInfo {
    const { POLICY_TYPE_RESOURCE, POLICY_TYPE_STACK } = analyzer.PolicyType;
    const type = info.getPolicyType();
    const schema = info.getConfigschema();
    const severity = severityOf(info.getSeverity());
    return {
        name: info.getName(),
        description: info.getDescription(),
        kind: type === POLICY_TYPE_RESOURCE ? "resource" : type === POLICY_TYPE_STACK ? "stack" : "unknown",
        enforcementLevel: levelOf(info.getEnforcementlevel()),
        ...(severity === undefined ? {} : { severity }),
        ...(schema === undefined
            ? {}
            : {
                  schema: {
                      properties: schema.getProperties()?.toJavaScript() ?? {},
                      required: schema.getRequiredList(),
                  },
              }),
    };
}
