// SPDX-License-Identifier: Apache-2.0
import { type Problem } from "../problem";
import { isWithin, readYaml, YamlSyntaxError } from "./document";
import { YAML_RULE } from "./rule-infos";
import { platformProblems } from "./rules";
import { schemaProblems } from "./schema";
import type { PlatformModel } from "./spec";

/** A platform and everything that is wrong with it; it may be used only if that is nothing. */
export interface CheckedPlatform {
    readonly platform: PlatformModel;
    readonly problems: readonly Problem[];
}

/** Checks a platform that is an object. */
export function checkPlatform(value: unknown): CheckedPlatform {
    const platform = (value ?? {}) as PlatformModel;
    const bySchema = schemaProblems(platform);
    const isSound = (property: string): boolean =>
        !bySchema.some((problem) => isWithin(problem.property, property) || isWithin(property, problem.property));
    const isMapping = !bySchema.some(({ property }) => property === "");
    return { platform, problems: [...bySchema, ...(isMapping ? platformProblems(platform, isSound) : [])] };
}

/** Reads and checks the text of a network.yaml; each problem says in which line and column of the file it is. */
export function readPlatform(text: string, fileName: string): CheckedPlatform {
    try {
        const { value, locate } = readYaml(text);
        const { platform, problems } = checkPlatform(value);
        const placed = problems.map((problem) => ({ problem, position: locate(problem.property) }));
        placed.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
        return {
            platform,
            problems: placed.map(({ problem, position }) => ({
                ...problem,
                message: `${fileName}:${position.line}:${position.column}: ${problem.message}`,
            })),
        };
    } catch (error) {
        if (!(error instanceof YamlSyntaxError)) {
            throw error;
        }
        const { line, column } = error.position;
        const message = `${fileName}:${line}:${column}: not YAML: ${error.message}.`;
        return { platform: {}, problems: [{ rule: YAML_RULE.id, property: "", message }] };
    }
}
