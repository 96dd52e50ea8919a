// SPDX-License-Identifier: Apache-2.0
import { canonical, parseAddress, parseCidr } from "kubesphere-network/lib/cidr";
import { closest } from "kubesphere-network/lib/closest";
import { SERVICE } from "kubesphere-network/lib/kinds";
import { matches } from "kubesphere-network/lib/label-selector";
import type { Party, Workload, World } from "kubesphere-network/lib/reach/world";
import type { Objects } from "kubesphere-network/lib/report/objects";
import { listAt, numberAt, textAt, textsAt } from "kubesphere-network/lib/report/read";
import type { Tree } from "kubesphere-network/lib/tree";
import { BadInput } from "../inputs/bad-input";
import type { Port } from "./port";

/** Everybody whom a text means. */
export interface Meant {
    readonly parties: readonly Party[];
    /** The service by which they are called, if one was named. */
    readonly service?: { readonly title: string; readonly ports: readonly ServicePort[] };
}

/** A port of a service, and what it is at the pods: a number, or the name of one of their ports. */
export interface ServicePort extends Port {
    readonly target: number | string;
}

/** Kinds by the names that kubectl takes too. */
const KINDS: Readonly<Record<string, string>> = {
    deploy: "Deployment",
    sts: "StatefulSet",
    ds: "DaemonSet",
    po: "Pod",
    svc: "Service",
};

/**
 * Whom a text means: an address, a block of them, "namespace", "namespace/name" or "namespace/kind/name", of a workload, a
 * pod or a service. Throws a BadInput where there is nobody of that name.
 */
export function meant(text: string, objects: Objects, world: World): Meant {
    if (parseAddress(text) !== undefined) {
        return { parties: [holderOf(text, world) ?? { address: text }] };
    }
    assertNoBlock(text);
    const [namespace = "", ...rest] = text.split("/");
    const workloads = workloadsOf(namespace, world);
    const name = rest.at(-1);
    if (name === undefined) {
        return { parties: assertSome(workloads, `The namespace "${namespace}" has no pods.`) };
    }
    const [kind] = rest.length > 1 ? rest : [];
    return named({ namespace, kind: kind && (KINDS[kind.toLowerCase()] ?? kind), name }, objects, workloads);
}

function assertNoBlock(text: string): void {
    const block = parseCidr(text);
    if (block !== undefined) {
        throw new BadInput([
            `"${text}" is a block of addresses, of which some may be let through and others not. Ask for one of them, such as ${canonical(block).split("/")[0] ?? ""}.`,
        ]);
    }
}

function workloadsOf(name: string, { workloads, namespaces }: World): Workload[] {
    const found = workloads.filter(({ namespace }) => namespace === name);
    if (found.length === 0 && !namespaces.has(name)) {
        throw new BadInput([`There is no namespace "${name}".${didYouMean(name, [...namespaces.keys()])}`]);
    }
    return found;
}

interface Name {
    readonly namespace: string;
    readonly kind: string | undefined;
    readonly name: string;
}

function named({ namespace, kind, name }: Name, objects: Objects, workloads: readonly Workload[]): Meant {
    const isKind = (other: string): boolean => kind === undefined || kind.toLowerCase() === other.toLowerCase();
    const found = workloads.filter((each) => each.name === name && isKind(each.kind));
    if (found.length > 0) {
        return { parties: found };
    }
    const service = objects.of(SERVICE).get(`${namespace}/${name}`)?.tree;
    if (service !== undefined && isKind(SERVICE.kind)) {
        return behind(service, `${namespace}/${name}`, workloads);
    }
    const namesake = workloads.find((each) => each.name === name);
    const hint = namesake
        ? ` ${namesake.kind}/${name} is there.`
        : didYouMean(
              name,
              workloads.map((each) => each.name),
          );
    throw new BadInput([`There is no ${kind ?? "workload, pod or service"} "${name}" in ${namespace}.${hint}`]);
}

/** The pods behind a service. Policies see them and their ports, not the service. */
function behind(service: Tree, title: string, workloads: readonly Workload[]): Meant {
    const selector = textsAt(service, "spec", "selector");
    const pods =
        Object.keys(selector).length === 0
            ? []
            : workloads.filter(({ labels }) => matches({ matchLabels: selector }, labels));
    const ports = listAt(service, "spec", "ports").flatMap((each): ServicePort[] => {
        const port = numberAt(each, "port");
        const protocol = (textAt(each, "protocol") ?? "TCP") as ServicePort["protocol"];
        const target = numberAt(each, "targetPort") ?? textAt(each, "targetPort") ?? port;
        return port === undefined || target === undefined ? [] : [{ protocol, port, target }];
    });
    return {
        parties: assertSome(pods, `The service "${title}" has no pods. Ask for an address that it leads to.`),
        service: { title, ports },
    };
}

/** The pods that have an address. */
function holderOf(address: string, { workloads }: World): Workload | undefined {
    return workloads.find(({ addresses, isHostNetwork }) => !isHostNetwork && addresses.includes(address));
}

function assertSome<T>(list: readonly T[], message: string): readonly T[] {
    if (list.length === 0) {
        throw new BadInput([message]);
    }
    return list;
}

function didYouMean(text: string, names: readonly string[]): string {
    const guess = closest(text, names);
    return guess === undefined ? "" : ` Did you mean "${guess}"?`;
}
