// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { parseCidr } from "../cidr";
import { ipPoolManifest } from "../ippool/manifest";
import { AssignmentMode, BLOCK_SIZES, IP_POOL_DEFAULTS, ipPoolDefaults, type IPPoolSpec } from "../ippool/spec";
import { IP_POOL, typeToken } from "../kinds";
import { defined } from "../manifest";
import { isMapping } from "../mapping";
import { resourceName } from "../platform/names";
import type { LiveObject } from "./adoption";
import { type Found, found, leftOut, type Refusal } from "./candidate";
import { nameOf } from "./contents";
import { madeByAnother } from "./owner";
import type { Site } from "./site";

/** Pools that Calico makes for itself. Source: node/pkg/lifecycle/startup/startup.go of Calico. */
const CALICO_POOLS: readonly string[] = ["default-ipv4-ippool", "default-ipv6-ippool"];

/** What a missing mode means differs between versions of Calico: https://github.com/projectcalico/calico/issues/6301. */
const MODES = ["ipipMode", "vxlanMode"] as const;

/** A pool as the component would write it, or why it cannot. */
export function adoptPool(pool: LiveObject, site: Site): Found {
    const name = nameOf(pool);
    const title = { cluster: site.cluster, kind: IP_POOL.kind, name };
    const live = isMapping(pool.spec) ? pool.spec : {};
    const spec = poolSpec(live);
    const object = ipPoolManifest(name, { ...ipPoolDefaults(spec.cidr), ...spec });
    const refusal =
        ofCalico(name, site) ??
        madeByAnother(pool) ??
        missingMode(name, live) ??
        otherThan(object.spec as object, live);
    return refusal
        ? leftOut(title, refusal)
        : found({
              at: ["pools", name],
              value: spec,
              title,
              object: site.object(pool, {
                  name: resourceName.pool(site.prefix, name),
                  type: typeToken(IP_POOL),
                  isPatch: false,
                  inputs: object,
                  dependsOn: [site.extension],
              }),
          });
}

/**
 * What the component writes on request only. On the cluster these mean the same as nothing, and newer custom resources
 * fill some of them in by themselves.
 */
const ON_REQUEST = { disableBGPExport: false, assignmentMode: AssignmentMode.Automatic, namespaceSelector: "" };

/** The fields as the description has them: without those that the component writes anyway. */
function poolSpec(live: Readonly<Record<string, unknown>>): IPPoolSpec {
    const defaults: Readonly<Record<string, unknown>> = {
        ...ON_REQUEST,
        ...ipPoolDefaults((live as unknown as IPPoolSpec).cidr),
    };
    const { spec } = ipPoolManifest("", live as unknown as IPPoolSpec) as unknown as {
        spec: Readonly<Record<string, unknown>>;
    };
    const needed = Object.entries(spec).filter(([field, value]) => !isDeepStrictEqual(defaults[field], value));
    return Object.fromEntries(needed) as unknown as IPPoolSpec;
}

/** What Calico takes a missing field for. Source: convertIpPoolFromStorage in libcalico-go/lib/clientv3/ippool.go. */
function calicoDefaults(cidr: unknown): Partial<IPPoolSpec> {
    const family = typeof cidr === "string" ? parseCidr(cidr)?.family : undefined;
    return { ...IP_POOL_DEFAULTS, blockSize: family && BLOCK_SIZES[family].usual };
}

function ofCalico(name: string, { selection }: Site): Refusal | undefined {
    return CALICO_POOLS.includes(name) && !selection.pools.includes(name)
        ? {
              reason: "Calico makes this pool itself, and makes it again where it is missing.",
              wayOut: `Name it to have it in the program all the same: --pool ${name}`,
          }
        : undefined;
}

function missingMode(name: string, live: Readonly<Record<string, unknown>>): Refusal | undefined {
    const missing = MODES.filter((mode) => live[mode] === undefined);
    const patch = JSON.stringify({ spec: Object.fromEntries(missing.map((mode) => [mode, "Never"])) });
    return missing.length === 0
        ? undefined
        : {
              reason: `It has no ${missing.join(" and no ")}, and what that means depends on the version of Calico; the component writes the modes.`,
              wayOut: `Write what is in effect and adopt again, for instance: kubectl patch ippools.crd.projectcalico.org ${name} --type merge -p '${patch}'`,
          };
}

/** What the component would change. */
function otherThan(wanted: object, live: Readonly<Record<string, unknown>>): Refusal | undefined {
    const inEffect: Readonly<Record<string, unknown>> = { ...calicoDefaults(live.cidr), ...defined(live) };
    const written = wanted as Readonly<Record<string, unknown>>;
    const meant: Readonly<Record<string, unknown>> = { ...ON_REQUEST, ...written };
    const strange = Object.keys(defined(live)).find(
        (field) => !Object.hasOwn(written, field) && !isDeepStrictEqual(live[field], meant[field]),
    );
    const changed = Object.keys(written).find((field) => !isDeepStrictEqual(written[field], inEffect[field]));
    if (strange !== undefined) {
        return {
            reason: `It has ${strange}, which IPPool of this package does not write.`,
            wayOut: `Remove the field from the pool and adopt again, or keep the pool as it is.`,
        };
    }
    return changed === undefined
        ? undefined
        : {
              reason: `Its ${changed} would become ${JSON.stringify(written[changed])}; it is ${JSON.stringify(inEffect[changed])}.`,
              wayOut: "Correct the pool and adopt again.",
          };
}

/** Whether a pool that is left out is one that nobody else looks after. */
export function isUnclear(pool: LiveObject): boolean {
    const spec = isMapping(pool.spec) ? pool.spec : {};
    return madeByAnother(pool) === undefined && MODES.some((mode) => spec[mode] === undefined);
}
