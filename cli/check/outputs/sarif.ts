// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { ArtifactLocation, Location, Log, ReportingDescriptor, Result } from "sarif";
import { docsOf } from "kubesphere-network-policies/docs";
import type { Finding, Level, Report } from "../report";
import type { RuleInfo } from "../rule-infos";
import { isOutside, relativePath } from "./paths";
import { nameOf, sentence } from "./words";
import { jsonText } from "../../text/json";

const LEVELS = { mandatory: "error", advisory: "warning", undecided: "note" } as const satisfies Record<
    Level,
    Result.level
>;

/** SARIF 2.1.0, for code scanning. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif({ rules, findings }: Report): string {
    const { version } = createRequire(__filename)("ksnet/package.json") as { version: string };
    const ruleIndexes = new Map(rules.map(({ name }, index) => [name, index]));
    const fingerprints = new Fingerprints();
    const log: Log = {
        $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: { driver: { name: "ksnet", version, rules: rules.map(descriptor) } },
                columnKind: "utf16CodeUnits",
                results: findings.map((finding) => ({
                    ruleId: finding.rule,
                    ruleIndex: ruleIndexes.get(finding.rule),
                    level: LEVELS[finding.level],
                    message: { text: sentence(finding) },
                    locations: locationsOf(finding),
                    partialFingerprints: { "ksnet/v1": fingerprints.of(finding) },
                })),
            },
        ],
    };
    return jsonText(log);
}

/** SARIF wants a whole URI for help, which a page of the repository does not have: the way to it stands in the text. */
function descriptor({
    name,
    displayName,
    description,
    remediationSteps,
    tags,
    isMandatory,
}: RuleInfo): ReportingDescriptor {
    return {
        id: name,
        shortDescription: { text: `${displayName}.` },
        fullDescription: { text: description },
        help: {
            text: `${remediationSteps} See ${docsOf(name)}.`,
            markdown: `${remediationSteps} See [${name}](${docsOf(name)}).`,
        },
        defaultConfiguration: { level: isMandatory ? "error" : "warning" },
        properties: { tags: [...tags] },
    };
}

function locationsOf({ object, input, position }: Finding): Location[] {
    if (object === undefined || input === undefined) {
        return [];
    }
    return [
        {
            ...(input.kind !== "cluster" && {
                physicalLocation: {
                    artifactLocation: artifactOf(input.label),
                    ...(position && { region: { startLine: position.line, startColumn: position.column } }),
                },
            }),
            ...(input.kind !== "manifests" && {
                logicalLocations: [{ name: nameOf(object), fullyQualifiedName: object.id, kind: "resource" }],
            }),
        },
    ];
}

function artifactOf(label: string): ArtifactLocation {
    const path = relativePath(label);
    return isOutside(path)
        ? { uri: pathToFileURL(label).href }
        : { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

/** What tells a finding from others for as long as it is there, wherever in its file it moves. */
class Fingerprints {
    private readonly seen = new Map<string, number>();

    of({ rule, message, property = "", object, input }: Finding): string {
        const file = input?.kind === "manifests" ? relativePath(input.label) : (object?.id ?? "");
        const { apiVersion = "", kind = "", namespace = "", name = "" } = object ?? {};
        const parts = [rule, file, apiVersion, kind, namespace, name, property, message];
        const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
        const count = (this.seen.get(hash) ?? 0) + 1;
        this.seen.set(hash, count);
        return `${hash}:${count}`;
    }
}
