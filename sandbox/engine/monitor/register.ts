// SPDX-License-Identifier: Apache-2.0
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Value } from "google-protobuf/google/protobuf/struct_pb";
import type { Goal, HookBinding } from "../goal";
import type { CustomTimeouts } from "../model";
import { buildUrn, urnName } from "../urn";
import { fromStruct } from "../wire";

export interface Place {
    readonly stack: string;
    readonly project: string;
    /** Folder of the project, from which source positions are told. */
    readonly root: string;
}

/** Turns a registration into what the program wants. Options that the sandbox engine lacks are refused by name. */
export function goalFrom(request: RegisterResourceRequest, place: Place, parent: Goal | undefined): Goal {
    refuseUnsupported(request);
    const type = request.getType();
    const name = request.getName();
    const parentUrn = request.getParent();
    return {
        urn: buildUrn({ ...place, parent: parentUrn }, type, name),
        type,
        name,
        custom: request.getCustom(),
        inputs: fromStruct(request.getObject()),
        parent: parentUrn,
        protect: request.hasProtect() ? request.getProtect() === true : (parent?.protect ?? false),
        retainOnDelete: request.hasRetainondelete()
            ? request.getRetainondelete() === true
            : (parent?.retainOnDelete ?? false),
        dependencies: request.getDependenciesList(),
        propertyDependencies: Object.fromEntries(
            [...request.getPropertydependenciesMap().entries()].map(([key, value]) => [key, value.getUrnsList()]),
        ),
        provider: request.getProvider(),
        version: request.getVersion(),
        deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
        ignoreChanges: request.getIgnorechangesList(),
        replaceOnChanges: request.getReplaceonchangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        aliases: aliasUrns(request, place, parent),
        importId: request.getImportid(),
        customTimeouts: timeouts(request.getCustomtimeouts()),
        deletedWith: request.getDeletedwith() || (parent?.deletedWith ?? ""),
        hooks: hookBinding(request.getHooks()),
        sourcePosition: sourcePosition(request, place.root),
    };
}

function refuseUnsupported(request: RegisterResourceRequest): void {
    const used = [
        request.getRemote() ? "remote components" : "",
        request.getReplaceWithList().length > 0 ? "replaceWith" : "",
        hasReplacementTrigger(request) ? "replacementTrigger" : "",
        request.getHidediffsList().length > 0 ? "hideDiffs" : "",
        request.getEnvvarmappingsMap().getLength() > 0 ? "envVarMappings" : "",
        request.getPlugindownloadurl() !== "" && request.getCustom() ? "pluginDownloadURL" : "",
    ].filter((option) => option !== "");
    if (used.length > 0) {
        throw new Error(
            `The sandbox engine does not support ${used.join(", ")}, used by ${request.getType()} '${request.getName()}'. ` +
                "Leave it out, or run this program with the Pulumi CLI.",
        );
    }
}

function hasReplacementTrigger(request: RegisterResourceRequest): boolean {
    return (
        request.hasReplacementTrigger() && request.getReplacementTrigger()?.getKindCase() !== Value.KindCase.NULL_VALUE
    );
}

const HOOK_LISTS = {
    beforeCreate: "getBeforeCreateList",
    afterCreate: "getAfterCreateList",
    beforeUpdate: "getBeforeUpdateList",
    afterUpdate: "getAfterUpdateList",
    beforeDelete: "getBeforeDeleteList",
    afterDelete: "getAfterDeleteList",
    onError: "getOnErrorList",
} as const;

function hookBinding(binding: RegisterResourceRequest.ResourceHooksBinding | undefined): HookBinding {
    if (binding === undefined) {
        return {};
    }
    const kinds = Object.entries(HOOK_LISTS).map(([kind, getter]) => [kind, binding[getter]()] as const);
    return Object.fromEntries(kinds.filter(([, names]) => names.length > 0));
}

function timeouts(custom: RegisterResourceRequest.CustomTimeouts | undefined): CustomTimeouts {
    const given = {
        create: seconds(custom?.getCreate()),
        update: seconds(custom?.getUpdate()),
        delete: seconds(custom?.getDelete()),
    };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a Go duration such as "1h30m" or "45s". */
function seconds(duration: string | undefined): number | undefined {
    if (!duration) {
        return undefined;
    }
    if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(duration)) {
        throw new Error(`'customTimeouts' (${duration}) must be a duration like "45s", "10m" or "1h30m".`);
    }
    const parts = duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g);
    return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
}

/** Every URN that the resource may have had: its own aliases, and what its parent's aliases make of its name. */
function aliasUrns(request: RegisterResourceRequest, place: Place, parent: Goal | undefined): string[] {
    const parentAliases = parent?.aliases ?? [];
    const inherited = parentAliases.map((alias) => {
        const name = inheritedName(request.getName(), parent?.name ?? "", urnName(alias));
        return buildUrn({ ...place, parent: alias }, request.getType(), name);
    });
    const own = request.getAliasesList().flatMap((alias) => specUrns(alias, request, place, parentAliases));
    return [...new Set([...request.getAliasurnsList(), ...own, ...inherited])];
}

function inheritedName(name: string, parentName: string, parentAlias: string): string {
    return parentName !== "" && name.startsWith(parentName) ? parentAlias + name.slice(parentName.length) : name;
}

function specUrns(
    alias: Alias,
    request: RegisterResourceRequest,
    place: Place,
    parentAliases: readonly string[],
): string[] {
    const spec = alias.getSpec();
    if (spec === undefined) {
        return alias.hasUrn() ? [alias.getUrn()] : [];
    }
    const at = { stack: spec.getStack() || place.stack, project: spec.getProject() || place.project };
    const explicit = spec.getNoparent() ? [""] : spec.getParenturn() !== "" ? [spec.getParenturn()] : undefined;
    const parents = explicit ?? [request.getParent(), ...parentAliases];
    return parents.map((parent) =>
        buildUrn({ ...at, parent }, spec.getType() || request.getType(), spec.getName() || request.getName()),
    );
}

/** `project:///index.ts#6,11`, so that a state does not tell where a machine keeps its files. */
function sourcePosition(request: RegisterResourceRequest, root: string): string {
    const position = request.getSourceposition();
    const prefix = `file://${root}/`;
    if (position?.getUri().startsWith(prefix) !== true) {
        return "";
    }
    return `project:///${position.getUri().slice(prefix.length)}#${position.getLine()},${position.getColumn()}`;
}
