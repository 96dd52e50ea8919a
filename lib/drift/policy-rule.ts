// SPDX-License-Identifier: Apache-2.0
import { PEER_KINDS, type PeerKind, type PolicyDirection } from "../isolation/policy";
import { isMapping } from "../mapping";
import { shown } from "../problem";
import { listAt } from "../report/read";
import { at, isKnown, type Tree } from "../tree";

/** How the object spells a peer of each kind, and how an allow rule has the same. */
const PEERS: Readonly<Record<PeerKind, (peer: Tree) => Tree>> = {
    namespaces: (peer) => at(peer, "namespace", "name"),
    services: (peer) => at(peer, "service"),
    ipBlocks: (peer) => at(peer, "ipBlock"),
};

/** The rule of an allow list that makes the spec of a policy; undefined if none does. */
export function ruleOf(spec: Tree): Readonly<Record<string, Tree>> | undefined {
    const found = (["ingress", "egress"] as const).flatMap((direction) =>
        listAt(spec, direction).map((rule) => ({ direction, rule })),
    );
    const [only, ...others] = found;
    return only === undefined || others.length > 0 || !isKnown(spec) ? undefined : allowed(only.direction, only.rule);
}

/** What the spec of a policy allows, in a few words. */
export function ruleText(spec: Tree): string {
    const texts = (["ingress", "egress"] as const).flatMap((direction) =>
        listAt(spec, direction).map((rule) => text(direction, rule)),
    );
    return texts.length === 0 ? "nothing" : texts.join("; ");
}

function allowed(direction: PolicyDirection, rule: Tree) {
    const peers = listAt(rule, SIDES[direction]);
    const kind = PEER_KINDS.find((each) => peers.every((peer) => PEERS[each](peer) !== undefined));
    const ports = listAt(rule, "ports");
    return kind === undefined || peers.length === 0
        ? undefined
        : { direction, [kind]: peers.map(PEERS[kind]), ...(ports.length > 0 && { ports }) };
}

const SIDES = { ingress: "from", egress: "to" } as const;

function text(direction: "ingress" | "egress", rule: Tree): string {
    const side = SIDES[direction];
    const peers = listAt(rule, side).map(peerText);
    const ports = listAt(rule, "ports").map(portText);
    const whom = peers.length === 0 ? "anybody" : peers.join(", ");
    return `${direction} ${side} ${whom}${ports.length === 0 ? "" : ` on ${ports.join(", ")}`}`;
}

function peerText(peer: Tree): string {
    const [namespace, service, block] = [at(peer, "namespace", "name"), at(peer, "service"), at(peer, "ipBlock")];
    if (typeof namespace === "string") {
        return `namespace ${namespace}`;
    }
    if (isMapping(service)) {
        return `service ${String(service.namespace)}/${String(service.name)}`;
    }
    const except = listAt(block, "except");
    return isMapping(block)
        ? `${String(block.cidr)}${except.length === 0 ? "" : ` except ${except.join(", ")}`}`
        : JSON.stringify(peer);
}

function portText(port: Tree): string {
    const [protocol = "TCP", first, last] = ["protocol", "port", "endPort"].map((key) => at(port, key));
    const range = [first, last].filter((each) => each !== undefined).map(shown);
    return [shown(protocol), ...(range.length > 0 ? [range.join("-")] : [])].join(" ");
}
