// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import { BadInput } from "../inputs/bad-input";
import type { KapisPool } from "./kapis";

/** Numbers of a pool's status. */
const NUMBERS = ["capacity", "allocations", "unallocated", "reserved", "tunnel"] as const;

/** The pools of an answer: a bare array, unlike the lists of Kubernetes. */
export function kapisPools(body: unknown, title: string): KapisPool[] {
    if (!Array.isArray(body)) {
        throw unknownForm("list of pools", title);
    }
    return body.map((item: unknown) => kapisPool(item, title));
}

/** One pool. */
export function kapisPool(body: unknown, title: string): KapisPool {
    const { metadata, spec, status } = isMapping(body) ? body : {};
    if (
        !isMapping(metadata) ||
        typeof metadata.name !== "string" ||
        !isMapping(spec) ||
        typeof spec.cidr !== "string" ||
        !isMapping(status) ||
        NUMBERS.some((key) => typeof status[key] !== "number")
    ) {
        throw unknownForm("pool", title);
    }
    // A map without entries is null where a program in Go leaves it out.
    const namespaces = isMapping(status.namespaces) ? status.namespaces : {};
    return { metadata, spec, status: { ...status, namespaces } } as unknown as KapisPool;
}

/** The names of the pools of an answer. The swagger does not say what form it has: a list, or the items of one. */
export function poolNames(body: unknown, title: string): string[] {
    const items: unknown = isMapping(body) ? body.items : body;
    if (!Array.isArray(items)) {
        throw unknownForm("list of pools", title);
    }
    return items.map((item: unknown) => {
        const { metadata } = isMapping(item) ? item : {};
        const name = typeof item === "string" ? item : isMapping(metadata) ? metadata.name : undefined;
        if (typeof name !== "string") {
            throw unknownForm("list of pools", title);
        }
        return name;
    });
}

function unknownForm(what: string, title: string): BadInput {
    return new BadInput([
        `KubeSphere's API at ${title} answers with a ${what} of a form that is not known here. Its version may be newer than this one.`,
    ]);
}
