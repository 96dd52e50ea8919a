// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { typeProblems } from "../../lib/argument-types";
import { HOST } from "../../lib/platform/names";
import { checkPlatform, type CheckedPlatform, readPlatform } from "../../lib/platform/read";
import { FILE_RULE, MEMBER_ACCESS_RULE, PROMPT_RULE, SPEC_OR_FILE_RULE } from "../../lib/platform/rule-infos";
import type { PlatformModel } from "../../lib/platform/spec";
import type { Problem } from "../../lib/problem";
import { failOn, isPrompt, type Where, withoutNulls } from "../checked";
import type { NetworkPlatformArgs } from "./network-platform";
import type { NetworkPlatformSpec } from "./platform-spec";

/** The platform that the arguments describe; ends the program with all that is wrong with it. */
export function checkedSpec(args: NetworkPlatformArgs, where: Where): NetworkPlatformSpec {
    const { spec, file, ...others } = withoutNulls(args);
    failOn(typeProblems("NetworkPlatform", others), where);
    if ((spec === undefined) === (file === undefined)) {
        const message = "'spec' and 'file': exactly one of them must be set. Keep the one that describes the platform.";
        failOn([{ rule: SPEC_OR_FILE_RULE.id, property: "spec", message }], where);
    }
    const { platform, problems } = file === undefined ? checkedObject(spec) : readFile(file);
    const all = [...problems, ...accessProblems(platform, args)];
    // What is only worth a warning is said by the single object, with its own name.
    const isSaidBelow = ({ rule, severity }: Problem): boolean =>
        severity === "warning" && !rule.startsWith("platform-");
    failOn(
        all.filter((problem) => !isSaidBelow(problem)),
        where,
    );
    return platform as NetworkPlatformSpec;
}

function checkedObject(spec: unknown): CheckedPlatform {
    const message =
        "'spec' must be known when the program runs, without Outputs. Use the components of the single objects for what comes later.";
    return isPrompt(spec)
        ? checkPlatform(spec)
        : { platform: {}, problems: [{ rule: PROMPT_RULE.id, property: "spec", message }] };
}

function readFile(file: string): CheckedPlatform {
    try {
        return readPlatform(readFileSync(file, "utf8"), file);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) {
            throw error;
        }
        const message = `'file' (${file}) cannot be read: ${code}. The path is seen from ${process.cwd()}.`;
        return { platform: {}, problems: [{ rule: FILE_RULE.id, property: "file", message }] };
    }
}

/** Every member must be reachable, and the host is no member. */
function accessProblems(
    { members }: PlatformModel,
    { clusters = {}, hostCluster = HOST }: NetworkPlatformArgs,
): Problem[] {
    return Object.keys(members ?? {}).flatMap((member) => {
        const property = `members.${member}`;
        const message =
            member === hostCluster
                ? `'${property}' is the host cluster. Put what stands there at the top of the description.`
                : Object.hasOwn(clusters, member)
                  ? undefined
                  : `'${property}' must be one of the clusters that can be reached (${Object.keys(clusters).join(", ") || "none"}). Give its kubeconfig under 'clusters'.`;
        return message === undefined ? [] : [{ rule: MEMBER_ACCESS_RULE.id, property, message }];
    });
}
