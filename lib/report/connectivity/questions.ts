// SPDX-License-Identifier: Apache-2.0
import { parseAddress } from "../../cidr";
import { DNS_NAMESPACE, DNS_SERVICES } from "../../isolation/first-egress";
import { ENDPOINT_SLICE, NODE, SERVICE } from "../../kinds";
import { matches } from "../../label-selector";
import { PortSet } from "../../reach/ports";
import type { Party, Workload, World } from "../../reach/world";
import { at } from "../../tree";
import type { Objects } from "../objects";
import { listAt, numberAt, textAt, textsAt } from "../read";
import type { Places } from "./places";
import { anyPod } from "./any-pod";

/** Whom a namespace must reach, or be reached by. */
export interface Question {
    readonly id: "dns" | "gateway" | "monitoring" | "apiserver" | "node";
    /** Whether the namespace's pods reach out or are reached. */
    readonly direction: "egress" | "ingress";
    /** What it means where the answer is yes. */
    readonly text: string;
    /** The others; none if it is not known who they are. */
    readonly others: readonly Party[];
    /** Ports of which at least one must be open. */
    readonly ports: PortSet;
}

/** The questions that can be asked in a world. One about pods of a namespace that a whole world has not, is not asked. */
export function questionsOf(objects: Objects, world: World, isWhole: boolean, places: Places): Question[] {
    const inNamespaces = (names: readonly string[]): Workload[] | undefined => {
        const there = names.filter((name) => !isWhole || world.namespaces.has(name));
        const pods = world.workloads.filter(({ namespace }) => there.includes(namespace));
        return there.length === 0 ? undefined : pods.length > 0 ? pods : there.map(anyPod);
    };
    const [gateways, monitoring] = [inNamespaces(places.gateways), inNamespaces(places.monitoring)];
    const apiServers = apiServersOf(objects);
    return [
        {
            id: "dns",
            direction: "egress",
            text: "its pods resolve names",
            others: dnsPods(objects, world),
            ports: PortSet.of("UDP", 53, 53),
        },
        ...(gateways ? [question("gateway", "ingress", "the gateway reaches its pods", gateways)] : []),
        ...(monitoring ? [question("monitoring", "ingress", "Prometheus reaches its pods", monitoring)] : []),
        {
            id: "apiserver",
            direction: "egress",
            text: "its pods reach the API server",
            others: apiServers.addresses.map((address) => ({ address })),
            ports: apiServers.ports,
        },
        question("node", "ingress", "nodes reach its pods (NodePort, probes from other nodes)", nodesOf(objects)),
    ];
}

function question(
    id: Question["id"],
    direction: Question["direction"],
    text: string,
    others: readonly Party[],
): Question {
    return { id, direction, text, others, ports: PortSet.ALL };
}

/** The pods behind the cluster's DNS service. */
function dnsPods(objects: Objects, world: World): Workload[] {
    const services = objects.of(SERVICE);
    const selectors = DNS_SERVICES.map((name) =>
        textsAt(services.get(`${DNS_NAMESPACE}/${name}`)?.tree, "spec", "selector"),
    );
    const selector = selectors.find((each) => Object.keys(each).length > 0);
    return selector === undefined
        ? []
        : world.workloads.filter(
              ({ namespace, labels }) => namespace === DNS_NAMESPACE && matches({ matchLabels: selector }, labels),
          );
}

/** Addresses and ports behind the service "kubernetes", which policies see. */
function apiServersOf(objects: Objects): { addresses: string[]; ports: PortSet } {
    const slices = [...objects.of(ENDPOINT_SLICE).values()].filter(
        ({ namespace, tree }) =>
            namespace === "default" &&
            textAt(tree, "metadata", "labels", "kubernetes.io/service-name") === "kubernetes",
    );
    const ports = slices.flatMap(({ tree }) => listAt(tree, "ports").flatMap((each) => numberAt(each, "port") ?? []));
    const addresses = slices.flatMap(({ tree }) =>
        listAt(tree, "endpoints").flatMap((each) =>
            listAt(each, "addresses").filter((text) => typeof text === "string"),
        ),
    );
    return {
        addresses,
        ports: ports.reduce((all, port) => all.union(PortSet.of("TCP", port, port)), PortSet.NONE),
    };
}

function nodesOf(objects: Objects): { address: string }[] {
    return [...objects.of(NODE).values()].flatMap(({ tree }) =>
        listAt(at(tree, "status"), "addresses").flatMap((each) => {
            const address = textAt(each, "address");
            return address !== undefined && parseAddress(address) !== undefined ? [{ address }] : [];
        }),
    );
}
