// SPDX-License-Identifier: Apache-2.0
import { canonical, type Cidr, hasHostBits, overlaps, parseCidr } from "../cidr";
import { RESERVED_POOL_NAMES } from "../labels";
import { dnsSubdomainFindings, finding, MAX_LABEL_LENGTH, oneOfFindings } from "../findings";
import type { Finding, Rule } from "../rule";
import { SelectorError } from "../selector/error";
import { parseSelector } from "../selector/parse";
import {
    AllowedUse,
    AssignmentMode,
    BLOCK_SIZES,
    blockSizeOf,
    IP_POOL_DEFAULTS,
    type NamedIPPool,
    TunnelMode,
} from "./spec";

/** Longest CIDR and longest selector that the custom resource takes. */
const MAX_CIDR_LENGTH = 48;
const MAX_SELECTOR_LENGTH = 1024;

const SWITCHES = ["natOutgoing", "disabled", "disableBGPExport"] as const;

const LINK_LOCAL = ["169.254.0.0/16", "fe80::/10"].map((text) => ({ text, cidr: parseCidr(text) }));

/** Finds fault with a pool's name: it becomes the name part of the label that binds a namespace to the pool. */
export function poolNameFindings(property: string, value: unknown): Finding[] {
    return typeof value === "string" && RESERVED_POOL_NAMES.includes(value)
        ? [finding(property, value, "must not be a name that KubeSphere has labels of. Choose another one.")]
        : dnsSubdomainFindings(property, value, MAX_LABEL_LENGTH);
}

/**
 * Everything that Calico refuses in a pool, or accepts and then breaks on. Sources: libcalico-go/lib/validator/v3,
 * libcalico-go/lib/clientv3/ippool.go and the validation rules of the IPPool custom resource in Calico 3.33.
 */
export const IP_POOL_RULES: readonly Rule<NamedIPPool>[] = [
    {
        id: "ippool-name",
        reason: "The name becomes part of the label that binds namespaces, at most 63 characters, and four names are KubeSphere's own.",
        source: "pkg/simple/client/network/ippool/calico/provider.go of KubeSphere 3.4",
        reads: ["poolName"],
        check: ({ poolName }) => poolNameFindings("poolName", poolName),
    },
    {
        id: "ippool-cidr",
        reason: "Calico refuses a pool without a CIDR that it can parse, and the raw custom resource of older versions takes any text.",
        source: "libcalico-go/lib/validator/v3/validator.go of Calico",
        reads: ["cidr"],
        check: ({ cidr }) =>
            withCidr(cidr) || (typeof cidr === "string" && cidr.length > MAX_CIDR_LENGTH && parseCidr(cidr))
                ? []
                : [finding("cidr", cidr, "must be a CIDR such as 10.233.64.0/20 or fd00:10:233::/64.")],
    },
    {
        id: "ippool-cidr-length",
        reason: "The custom resource takes at most 48 characters.",
        source: "libcalico-go/config/crd/crd.projectcalico.org_ippools.yaml of Calico 3.32",
        reads: ["cidr"],
        check: ({ cidr }) =>
            typeof cidr === "string" && cidr.length > MAX_CIDR_LENGTH
                ? [finding("cidr", cidr, `must be at most ${MAX_CIDR_LENGTH} characters long. Use its short form.`)]
                : [],
    },
    {
        id: "ippool-cidr-host-bits",
        reason: 'A pool whose CIDR is not masked is never found: pods fail with "pool does not exist".',
        source: "https://github.com/projectcalico/calico/issues/4300",
        reads: ["cidr"],
        check: ({ cidr }) => {
            const parsed = withCidr(cidr);
            return parsed && hasHostBits(parsed)
                ? [finding("cidr", cidr, `must have no bits set after the prefix. Did you mean ${canonical(parsed)}?`)]
                : [];
        },
    },
    {
        id: "ippool-cidr-link-local",
        reason: "Link-local addresses are not routed; Calico refuses them.",
        source: "libcalico-go/lib/validator/v3/validator.go of Calico",
        reads: ["cidr"],
        check: ({ cidr }) => {
            const parsed = withCidr(cidr);
            const range = LINK_LOCAL.find((each) => parsed && each.cidr && overlaps(parsed, each.cidr));
            return range
                ? [finding("cidr", cidr, `must not overlap the link-local range ${range.text}. Choose another CIDR.`)]
                : [];
        },
    },
    {
        id: "ippool-block-size",
        reason: "Calico's address management takes blocks of these sizes only.",
        source: "libcalico-go/lib/clientv3/ippool.go of Calico",
        reads: ["cidr", "blockSize"],
        check: ({ cidr, blockSize }) => {
            const parsed = withCidr(cidr);
            if (blockSize === undefined || !parsed) {
                return [];
            }
            const { minimum, maximum } = BLOCK_SIZES[parsed.family];
            return Number.isInteger(blockSize) && minimum <= blockSize && blockSize <= maximum
                ? []
                : [
                      finding(
                          "blockSize",
                          blockSize,
                          `must be a whole number from ${minimum} to ${maximum} in an IPv${parsed.family} pool. Leave it out for ${blockSizeOf(parsed)}.`,
                      ),
                  ];
        },
    },
    {
        id: "ippool-smaller-than-block",
        reason: "No block fits into the pool, so no pod gets an address.",
        source: "libcalico-go/lib/validator/v3/validator.go of Calico",
        reads: ["cidr", "blockSize", "disabled"],
        check: ({ cidr, blockSize, disabled }) => {
            const parsed = withCidr(cidr);
            return parsed && blockSize !== undefined && blockSize < parsed.prefix && disabled !== true
                ? [
                      finding(
                          "blockSize",
                          blockSize,
                          `must be at least the prefix of 'cidr' (${cidr}), or no block fits into the pool. Set it to ${blockSizeOf(parsed)}.`,
                      ),
                  ]
                : [];
        },
    },
    {
        id: "ippool-switches",
        reason: "The API server refuses a switch that is text, and other languages and YAML make such by mistake.",
        source: "libcalico-go/config/crd/crd.projectcalico.org_ippools.yaml of Calico",
        reads: SWITCHES,
        check: (pool) =>
            SWITCHES.filter((property) => pool[property] !== undefined && typeof pool[property] !== "boolean").map(
                (property) => finding(property, pool[property], "must be true or false, without quotes."),
            ),
    },
    modeRule("ipipMode"),
    modeRule("vxlanMode"),
    {
        id: "ippool-ipip-on-ipv6",
        reason: "IPIP carries IPv4 only.",
        source: "libcalico-go/lib/validator/v3/validator.go of Calico",
        reads: ["cidr", "ipipMode"],
        check: ({ cidr, ipipMode }) =>
            withCidr(cidr)?.family === 6 && isOn(ipipMode)
                ? [finding("ipipMode", ipipMode, "must be Never in an IPv6 pool. Use 'vxlanMode' instead.")]
                : [],
    },
    {
        id: "ippool-two-tunnels",
        reason: "A pool has one encapsulation.",
        source: "libcalico-go/lib/validator/v3/validator.go of Calico",
        reads: ["ipipMode", "vxlanMode"],
        check: ({ ipipMode, vxlanMode }) =>
            isOn(ipipMode) && isOn(vxlanMode)
                ? [
                      finding(
                          "ipipMode",
                          ipipMode,
                          `and 'vxlanMode' (${vxlanMode}) must not both be on. Set one to Never.`,
                      ),
                  ]
                : [],
    },
    {
        id: "ippool-allowed-uses",
        reason: "A use that Calico does not know, or none at all, leaves the pool unused.",
        source: "api/pkg/apis/projectcalico/v3/ippool.go of Calico",
        reads: ["allowedUses"],
        check: allowedUsesFindings,
    },
    {
        id: "ippool-load-balancer",
        reason: "Addresses of load balancers are announced, not tunnelled, and belong to no node.",
        source: "libcalico-go/lib/validator/v3/validator.go of Calico 3.30",
        reads: ["allowedUses", "ipipMode", "vxlanMode", "nodeSelector", "disableBGPExport"],
        check: loadBalancerFindings,
    },
    {
        id: "ippool-assignment-mode",
        reason: "Calico knows these two modes.",
        source: "api/pkg/apis/projectcalico/v3/ippool.go of Calico 3.30",
        reads: ["assignmentMode"],
        check: ({ assignmentMode }) =>
            assignmentMode === undefined
                ? []
                : oneOfFindings("assignmentMode", assignmentMode, Object.values(AssignmentMode)),
    },
    {
        id: "ippool-tunnel-with-namespace-selector",
        reason: "Tunnel devices belong to no namespace; Calico refuses the pool.",
        source: "libcalico-go/lib/validator/v3/validator.go of Calico 3.31",
        reads: ["allowedUses", "namespaceSelector"],
        check: ({ allowedUses = IP_POOL_DEFAULTS.allowedUses, namespaceSelector }) =>
            namespaceSelector && listed(allowedUses).includes(AllowedUse.Tunnel)
                ? [
                      finding(
                          "namespaceSelector",
                          namespaceSelector,
                          "must not be set on a pool that is used for tunnels. Set 'allowedUses' to [Workload].",
                      ),
                  ]
                : [],
    },
    selectorRule("nodeSelector"),
    selectorRule("namespaceSelector"),
];

function modeRule(property: "ipipMode" | "vxlanMode"): Rule<NamedIPPool> {
    return {
        id: property === "ipipMode" ? "ippool-ipip-mode" : "ippool-vxlan-mode",
        reason: "Older Calico takes any text for a mode and then tunnels or does not, as it happens.",
        source: "https://github.com/projectcalico/calico/issues/6301",
        reads: [property],
        check: (pool) =>
            pool[property] === undefined ? [] : oneOfFindings(property, pool[property], Object.values(TunnelMode)),
    };
}

function selectorRule(property: "nodeSelector" | "namespaceSelector"): Rule<NamedIPPool> {
    return {
        id: property === "nodeSelector" ? "ippool-node-selector" : "ippool-namespace-selector",
        reason: "A selector that Calico cannot parse fails the address management of every node.",
        source: "libcalico-go/lib/selector and lib/validator/v3/validator.go of Calico",
        reads: [property],
        check: (pool) => {
            const selector: unknown = pool[property] ?? "";
            if (typeof selector !== "string") {
                return [finding(property, selector, "must be text: a Calico selector.")];
            }
            if (selector.length > MAX_SELECTOR_LENGTH) {
                const way = `must be at most ${MAX_SELECTOR_LENGTH} characters long. It has ${selector.length}.`;
                return [{ property, message: `'${property}' ${way}` }];
            }
            // As text, even in quotes: that is what the custom resource refuses.
            if (selector.includes("global(")) {
                const way = "must not use global(): it means nothing for a pool. Leave that term out.";
                return [finding(property, selector, way)];
            }
            try {
                parseSelector(selector);
                return [];
            } catch (error) {
                if (!(error instanceof SelectorError)) {
                    throw error;
                }
                const way = `must be a Calico selector such as has(rack) && zone in {"a", "b"}: it ${error.message}.`;
                return [finding(property, selector, way)];
            }
        },
    };
}

function allowedUsesFindings({ allowedUses }: NamedIPPool): Finding[] {
    if (allowedUses === undefined) {
        return [];
    }
    if (!Array.isArray(allowedUses) || allowedUses.length === 0) {
        const way = "must list at least one use. Leave it out for [Workload, Tunnel].";
        return [finding("allowedUses", allowedUses, way)];
    }
    const uses: readonly string[] = allowedUses;
    const unknown = uses.flatMap((use, index) =>
        oneOfFindings(`allowedUses[${index}]`, use, Object.values(AllowedUse)),
    );
    const twice = uses.filter((use, index) => uses.indexOf(use) !== index);
    return [
        ...unknown,
        ...twice.map((use) => finding("allowedUses", uses, `must list ${use} once only. Remove the second one.`)),
    ];
}

function loadBalancerFindings(pool: NamedIPPool): Finding[] {
    const { nodeSelector = IP_POOL_DEFAULTS.nodeSelector } = pool;
    const allowedUses = listed(pool.allowedUses);
    if (!allowedUses.includes(AllowedUse.LoadBalancer)) {
        return [];
    }
    const of = "in a pool with the use LoadBalancer";
    const modes = (["ipipMode", "vxlanMode"] as const)
        .filter((mode) => isOn(pool[mode]))
        .map((mode) => finding(mode, pool[mode], `must be Never ${of}. Leave it out.`));
    const alone = finding("allowedUses", allowedUses, "must have LoadBalancer alone. Make another pool for the rest.");
    return [
        ...(allowedUses.some((use) => use !== AllowedUse.LoadBalancer) ? [alone] : []),
        ...modes,
        ...(pool.disableBGPExport ? [finding("disableBGPExport", true, `must not be true ${of}. Leave it out.`)] : []),
        ...(nodeSelector === "all()"
            ? []
            : [finding("nodeSelector", nodeSelector, `must be all() ${of}. Leave it out.`)]),
    ];
}

/** The items of a list; none of anything else, which another rule refuses. */
function listed(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? value : [];
}

function withCidr(cidr: unknown): Cidr | undefined {
    return typeof cidr === "string" && cidr.length <= MAX_CIDR_LENGTH ? parseCidr(cidr) : undefined;
}

function isOn(mode: string | undefined): boolean {
    return mode === TunnelMode.Always || mode === TunnelMode.CrossSubnet;
}
