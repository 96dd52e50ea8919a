// SPDX-License-Identifier: Apache-2.0
import { configHash } from "../../extension/config";
import type { InstallationStatus } from "../../extension/readiness";
import { DOWNTIME_RULE, RETRY_RULE, SAME_VALUES_RULE, STAYS_FAILED_RULE } from "../rules/extension-rules";
import { listed } from "../words";
import { type Found, partsOf } from "./found";
import { type ChangedPair, isUpgraded } from "./pairs";
import type { Release } from "./releases";
import { retriesOf } from "./values";

/** What is said of Helm's upgrades: who is away meanwhile, which are for nothing, and which do not come. */
export function rolloutFindings(pair: ChangedPair): Found[] {
    const upgraded = pair.releases.filter((release) => isUpgraded(pair, release));
    const isSame = ({ differences }: Release): boolean =>
        pair.before.version === pair.after.version && differences?.length === 0;
    return [
        ...downtime(
            pair,
            upgraded.filter((release) => !isSame(release)),
        ),
        ...sameValues(pair, upgraded.filter(isSame)),
        ...staysFailed(pair),
    ];
}

function downtime({ isNetwork }: ChangedPair, releases: readonly Release[]): Found[] {
    const agents = releases.filter(({ cluster }) => cluster !== undefined);
    const message = isNetwork
        ? [
              ...(agents.length < releases.length ? ["Its pages are away for a moment."] : []),
              ...(agents.length > 0
                  ? [
                        `Its API and its controller on ${listed(agents.map(({ cluster = "" }) => cluster))} are away for a moment: connections go on, and changes of isolation, policies and pools wait.`,
                    ]
                  : []),
          ].join(" ")
        : `Pages and API may be away for a moment while Helm upgrades ${partsOf(releases)}.`;
    return releases.length === 0 ? [] : [{ severity: "notice", rule: DOWNTIME_RULE.id, message }];
}

/** KubeSphere goes by the bytes of a config. */
function sameValues({ before, after }: ChangedPair, releases: readonly Release[]): Found[] {
    if (releases.length === 0) {
        return [];
    }
    const [was, will] = [before, after].map(({ hostText }) => (typeof hostText === "string" ? retriesOf(hostText) : 0));
    const isRetry = was !== will;
    const upgrade = `Helm upgrades ${partsOf(releases)} without any change of values`;
    return [
        {
            severity: "notice",
            rule: (isRetry ? RETRY_RULE : SAME_VALUES_RULE).id,
            message: isRetry
                ? `${upgrade}: the program asks KubeSphere to try again.`
                : `${upgrade}: only the text of its config changes, and KubeSphere compares that.`,
        },
    ];
}

/** KubeSphere starts what failed again only with another version or another text. */
function staysFailed({ before, after, releases }: ChangedPair): Found[] {
    const failed = releases.filter(({ cluster, after: text }) => {
        const {
            state = "",
            version,
            configHash: hash,
        }: InstallationStatus = cluster === undefined ? before.status : (before.agentStatuses[cluster] ?? {});
        return (
            /^(Install|Upgrade)Failed$/.test(state) &&
            version === after.version &&
            typeof text === "string" &&
            hash === configHash(text)
        );
    });
    return failed.length === 0
        ? []
        : [
              {
                  severity: "warning",
                  rule: STAYS_FAILED_RULE.id,
                  message: `It has failed in ${partsOf(failed)}, and KubeSphere does not start the same version with the same config again.`,
                  wayOut: "Correct the version or the config. To have the same tried again, set 'retry' or count it up.",
              },
          ];
}
