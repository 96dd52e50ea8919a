// SPDX-License-Identifier: Apache-2.0
import { compare, major, valid } from "semver";
import { DOWNGRADED_RULE, UPGRADED_RULE } from "../rules/extension-rules";
import { chartChanges } from "./chart-changes";
import { type Found, partsOf } from "./found";
import { type ChangedPair, isUpgraded } from "./pairs";

/** What is said of another version; nothing while one of both is not known, or no version. */
export function versionFindings(pair: ChangedPair): Found[] {
    const [before, after] = [pair.before.version ?? "", pair.after.version ?? ""];
    if (valid(before) === null || valid(after) === null || compare(before, after) === 0) {
        return [];
    }
    const parts = partsOf(pair.releases.filter((release) => isUpgraded(pair, release)));
    const brings = pair.isNetwork ? ` ${chartChanges(before, after)}`.trimEnd() : "";
    return [
        compare(before, after) < 0
            ? {
                  rule: UPGRADED_RULE.id,
                  before,
                  after,
                  message: `Helm upgrades ${parts}.${brings}`,
                  ...(major(before) === major(after)
                      ? { severity: "notice" }
                      : {
                            severity: "warning",
                            wayOut: "Read what the new major version no longer has, and see that the values fit it.",
                        }),
              }
            : {
                  severity: "danger",
                  rule: DOWNGRADED_RULE.id,
                  before,
                  after,
                  message: `Helm puts an older version over a newer one in ${parts}: what the newer one wrote, such as custom resource definitions, stays.${brings}`,
                  wayOut: "Keep the newer version, unless its vendor says that there is a way back.",
              },
    ];
}
