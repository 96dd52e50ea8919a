// SPDX-License-Identifier: Apache-2.0
import { at } from "../../tree";
import { FEATURE_OFF_RULE } from "../rules/extension-rules";
import { type Found, partsOf } from "./found";
import type { ChangedPair } from "./pairs";
import type { Release } from "./releases";

/** Switches of the network extension, which are on where nothing is said, and what is no more where they are off. */
const SWITCHES = [
    {
        path: ["global", "networkPolicy", "enable"],
        message:
            "nothing carries out isolation and NamespaceNetworkPolicies there any more; what it made stays as it is",
    },
    {
        path: ["global", "ippool", "enable"],
        message: "the pages and the API of pools are no more, and nothing migrates workloads to other pools there",
    },
    {
        path: ["global", "ippool", "webhook"],
        message: "nothing checks pools there any more before they are written",
    },
] as const;

/** What is said of parts of the network extension that are switched off. */
export function featureFindings({ releases, isNetwork }: ChangedPair): Found[] {
    const agents = isNetwork ? releases.filter(({ cluster }) => cluster !== undefined) : [];
    return SWITCHES.flatMap(({ path, message }) => {
        const off = agents.filter((release) => isSwitchedOff(release, path));
        return off.length === 0
            ? []
            : [
                  {
                      severity: "warning",
                      rule: FEATURE_OFF_RULE.id,
                      before: "on",
                      after: "off",
                      message: `'${path.join(".")}' becomes false in ${partsOf(off)}: ${message}.`,
                      wayOut: "If that is not meant, set it to true or leave it out.",
                  },
              ];
    });
}

function isSwitchedOff({ values: { before, after } }: Release, path: readonly string[]): boolean {
    return before !== undefined && at(before, ...path) !== false && at(after, ...path) === false;
}
