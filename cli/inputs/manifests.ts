// SPDX-License-Identifier: Apache-2.0
import { YAMLException } from "js-yaml";
import { isMapping } from "kubesphere-network/lib/mapping";
import type { Position } from "kubesphere-network/lib/platform/document";
import { objectOfManifest, type PolicyObject } from "kubesphere-network-policies/objects/object";
import type { Input } from "./input";
import { type Locate, locator } from "./places/locate";
import type { Document } from "./parse";

/** The objects of manifests, those in lists one by one. What is no object is left out. */
export function manifestsInput(documents: readonly Document[], label: string): Input {
    const places = new Map<PolicyObject, { readonly document: Document; readonly path: string }>();
    for (const document of documents) {
        for (const { value, path } of withoutLists(document.value, "")) {
            const object = objectOfManifest(value, `${label}#${places.size + 1}`);
            if (object !== undefined) {
                places.set(object, { document, path });
            }
        }
    }
    const locators = new Map<Document, Locate>();
    const locatorOf = (document: Document): Locate => {
        const locate = locators.get(document) ?? tolerantLocator(document);
        locators.set(document, locate);
        return locate;
    };
    return {
        kind: "manifests",
        label,
        objects: [...places.keys()],
        positionOf: (object, property = "") => {
            const place = places.get(object);
            return place === undefined
                ? { line: 1, column: 1 }
                : locatorOf(place.document)([place.path, property].filter((part) => part !== "").join("."));
        },
    };
}

/** Places in the file. JSON has texts that are no YAML, such as those with a key twice: of them only the start is known. */
function tolerantLocator({ text, line: first }: Document): Locate {
    let locate: Locate;
    try {
        locate = locator(text);
    } catch (error) {
        if (!(error instanceof YAMLException)) {
            throw error;
        }
        locate = (): Position => ({ line: 1, column: 1 });
    }
    return (property) => {
        const { line, column } = locate(property);
        return { line: first + line - 1, column };
    };
}

interface Found {
    readonly value: unknown;
    /** Path of the value in its document. */
    readonly path: string;
}

/** An object, or those of a List. The API server leaves apiVersion and kind out of the items of such as IPPoolList. */
function withoutLists(value: unknown, path: string): Found[] {
    if (
        !isMapping(value) ||
        typeof value.kind !== "string" ||
        !value.kind.endsWith("List") ||
        !Array.isArray(value.items)
    ) {
        return [{ value, path }];
    }
    const { apiVersion, kind } = value;
    const inherited = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
    return value.items.flatMap((item: unknown, index) =>
        withoutLists(
            isMapping(item) ? { ...inherited, ...item } : item,
            `${path === "" ? "" : `${path}.`}items[${index}]`,
        ),
    );
}
