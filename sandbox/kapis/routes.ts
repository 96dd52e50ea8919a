// SPDX-License-Identifier: Apache-2.0
import type { Access } from "./reviews";

const NETWORK = { group: "network.kubesphere.io", version: "v1alpha2" } as const;
const RESOURCES = { group: "resources.kubesphere.io", version: "v1alpha3" } as const;

/** What a request asks for. */
export type Route =
    | { readonly kind: "pools"; readonly access: Access }
    | { readonly kind: "pool" | "targets"; readonly access: Access; readonly pool: string }
    | { readonly kind: "poolsOf"; readonly access: Access; readonly namespace: string }
    | { readonly kind: "migrate"; readonly access: Access }
    | { readonly kind: "list"; readonly access: Access; readonly plural: "namespaces" | "pods" };

/** A path, with the method that it takes. */
export interface Found {
    readonly method: "GET" | "POST";
    readonly route: Route;
}

/**
 * The route of a path; undefined where KubeSphere's network extension has none. The first five are all that its
 * swagger.yaml publishes; rights are read off the path as KubeSphere does. Source: pkg/apiserver/request/requestinfo.go.
 */
export function routeOf(path: string): Found | undefined {
    const [kapis, group, version, ...rest] = path
        .replace(/^\/|\/$/g, "")
        .split("/")
        .map(decodeURIComponent);
    if (kapis !== "kapis") {
        return undefined;
    }
    if (group === NETWORK.group && version === NETWORK.version) {
        return networkRoute(rest);
    }
    const [plural] = rest;
    return group === RESOURCES.group &&
        version === RESOURCES.version &&
        rest.length === 1 &&
        (plural === "namespaces" || plural === "pods")
        ? { method: "GET", route: { kind: "list", plural, access: { ...RESOURCES, verb: "list", resource: plural } } }
        : undefined;
}

function networkRoute(rest: readonly string[]): Found | undefined {
    const [first, name = "", last] = rest;
    const access = { ...NETWORK, resource: "ippools" } as const;
    const get = (route: Route): Found => ({ method: "GET", route });
    switch ([first, ...(rest.length > 1 ? ["*"] : []), ...rest.slice(2)].join("/")) {
        case "ippools":
            return get({ kind: "pools", access: { ...access, verb: "list" } });
        case "ippools/*":
            return get({ kind: "pool", pool: name, access: { ...access, verb: "get", name } });
        case "ippools/*/migrate":
            return get({ kind: "targets", pool: name, access: { ...access, verb: "get", name, subresource: last } });
        case "namespaces/*/ippools":
            return get({ kind: "poolsOf", namespace: name, access: { ...access, verb: "list", namespace: name } });
        case "ippoolmigrations":
            return {
                method: "POST",
                route: { kind: "migrate", access: { ...access, verb: "create", resource: "ippoolmigrations" } },
            };
        default:
            return undefined;
    }
}
