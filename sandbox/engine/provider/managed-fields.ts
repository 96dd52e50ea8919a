// SPDX-License-Identifier: Apache-2.0
import type { KubernetesObject, ManagedFieldsEntry } from "../../kubernetes/client";
import { isObject, type Properties } from "../values";

/** Manager of every plain create. The first apply takes its fields over. */
export const CREATOR = "pulumi-kubernetes";

/**
 * Managers whose fields the first apply takes over, as Pulumi's provider does it: its own creates, and kubectl in all
 * its forms. By prefix, because kubectl names itself after its subcommand.
 */
const TAKEN_OVER: readonly (readonly [string, ManagedFieldsEntry["operation"]])[] = [
    ["kubectl", "Apply"],
    ["kubectl", "Update"],
    ["before-first-apply", "Update"],
    [CREATOR, "Update"],
];

function isTakenOver(entry: ManagedFieldsEntry): boolean {
    return (
        (entry.subresource ?? "") === "" &&
        TAKEN_OVER.some(([prefix, operation]) => entry.manager.startsWith(prefix) && entry.operation === operation)
    );
}

/** True if a conflict with this manager only says that its fields were not taken over yet. */
export function isOwnManager(live: KubernetesObject, manager: string): boolean {
    return (live.metadata.managedFields ?? []).some((entry) => entry.manager === manager && isTakenOver(entry));
}

function union(a: Properties, b: Properties): Properties {
    const both = Object.entries(b).map(([key, value]) => {
        const other = a[key];
        return [key, isObject(other) && isObject(value) ? union(other, value) : value] as const;
    });
    return { ...a, ...Object.fromEntries(both) };
}

/** JSON patch that hands the fields of earlier tools to the field manager; undefined if there are none. */
export function takeOver(live: KubernetesObject, fieldManager: string): object[] | undefined {
    const entries = live.metadata.managedFields ?? [];
    const taken = entries.filter(isTakenOver);
    if (taken.length === 0) {
        return undefined;
    }
    const isOwn = (entry: ManagedFieldsEntry) =>
        entry.manager === fieldManager && entry.operation === "Apply" && (entry.subresource ?? "") === "";
    const own = [...entries.filter(isOwn), ...taken];
    const entry: ManagedFieldsEntry = {
        apiVersion: live.apiVersion,
        fieldsType: "FieldsV1",
        fieldsV1: own.map(({ fieldsV1 }) => fieldsV1 ?? {}).reduce(union, {}),
        manager: fieldManager,
        operation: "Apply",
        ...(own[0]?.time === undefined ? {} : { time: own[0].time }),
    };
    const others = entries.filter((other) => !own.includes(other));
    return [
        { op: "replace", path: "/metadata/managedFields", value: [...others, entry] },
        // Refused if somebody wrote meanwhile.
        { op: "replace", path: "/metadata/resourceVersion", value: live.metadata.resourceVersion },
    ];
}
