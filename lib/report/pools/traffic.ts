// SPDX-License-Identifier: Apache-2.0
import { TunnelMode } from "../../ippool/spec";
import { BGP_EXPORT_RULE, ENCAPSULATION_RULE, MODE_MISSING_RULE, NAT_RULE } from "../rules/pool-rules";
import { listed, numbered } from "../words";
import { at } from "../../tree";
import { eachPool, type PoolCheck, type Said } from "./check";
import type { PoolPair } from "./pairs";
import type { Pool } from "./pool";
import type { Usage } from "./usage";
import { podsPhrase, useOf } from "./users";

const MODES = ["ipipMode", "vxlanMode"] as const;

/** Pools whose pods get other ways to the rest of the world. */
export const TRAFFIC_CHECKS: readonly PoolCheck[] = [
    eachPool(ENCAPSULATION_RULE, MODES, (pair, { usage }) => {
        const [before, after] = [pair.before, pair.after].map((pool) => pool && encapsulation(pool));
        if (before === undefined || after === undefined || before === after) {
            return [];
        }
        const { severity, who } = those(pair, usage);
        const bare = after === "none" ? " From then on the network itself must route the addresses." : "";
        return [
            {
                severity,
                before,
                after,
                message: `Connections of ${who} to other nodes break for a moment, while the nodes change over one by one.${bare}`,
                wayOut: "Run the update at a time when a short break does no harm.",
            },
        ];
    }),
    eachPool(MODE_MISSING_RULE, MODES, ({ name, before, after }) => {
        const missing = MODES.filter((mode) => isMissing(after, mode) && !isMissing(before, mode));
        return missing.length === 0
            ? []
            : [
                  {
                      severity: "warning",
                      message: `"${name}" is written without ${listed(missing)}: older Calico switches VXLAN on then.`,
                      wayOut: `Write ${numbered(missing.length, "it", "both")}, Never where no packet is to be wrapped.`,
                  },
              ];
    }),
    eachPool(NAT_RULE, ["natOutgoing"], (pair, { usage }) => {
        const [before, after] = [pair.before?.spec.natOutgoing, pair.after?.spec.natOutgoing];
        return before === undefined || after === undefined || before === after
            ? []
            : [{ ...(after ? natOn(pair) : natOff(pair, usage)), before: String(before), after: String(after) }];
    }),
    eachPool(BGP_EXPORT_RULE, ["disableBGPExport"], (pair, { usage }) => {
        const { severity, who } = those(pair, usage);
        return pair.before?.spec.disableBGPExport === false && pair.after?.spec.disableBGPExport === true
            ? [
                  {
                      severity,
                      before: "exported",
                      after: "not exported",
                      message: `Routers outside no longer learn the way to "${pair.name}": nobody there reaches ${who} by address any more.`,
                      wayOut: "Leave disableBGPExport out, or give the routers static routes first.",
                  },
              ]
            : [];
    }),
];

function natOff(pair: PoolPair, usage: Usage | undefined): Said {
    const { severity, who } = those(pair, usage);
    return {
        severity,
        message: `Nothing outside of the cluster answers ${who} any more, unless the network routes the addresses of "${pair.name}".`,
        wayOut: "Keep natOutgoing: true, or have the network route the addresses first.",
    };
}

function natOn({ name }: PoolPair): Said {
    return {
        severity: "notice",
        message: `Pods of "${name}" go out with the addresses of their nodes. Allow lists outside must have these.`,
    };
}

/** Whom it hits: nobody as long as no pod has an address. */
function those(pair: PoolPair, usage: Usage | undefined): { severity: "warning" | "notice"; who: string } {
    const use = useOf(pair, usage);
    return use?.pods.length === 0
        ? { severity: "notice", who: `pods of "${pair.name}", of which there is none now,` }
        : { severity: "warning", who: use ? podsPhrase(use.pods) : `pods of "${pair.name}"` };
}

function encapsulation({ spec: { ipipMode, vxlanMode } }: Pool): string {
    const on = [
        ["IPIP", ipipMode],
        ["VXLAN", vxlanMode],
    ].filter(([, mode]) => mode !== TunnelMode.Never);
    return on.length === 0 ? "none" : on.map((each) => each.join(" ")).join(" and ");
}

function isMissing(pool: Pool | undefined, mode: (typeof MODES)[number]): boolean {
    return pool !== undefined && at(pool.tree, "spec", mode) === undefined;
}
