// SPDX-License-Identifier: Apache-2.0
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { CustomTimeouts } from "../model";
import {
    isObject,
    mapValue,
    OUTPUT_SIGNATURE,
    type Properties,
    RESOURCE_SIGNATURE,
    secret,
    SIGNATURE,
    UNKNOWN,
} from "../values";

/** Options of a resource that rules may look at. */
export interface AnalyzedOptions {
    readonly protect?: boolean;
    readonly ignoreChanges?: readonly string[];
    readonly deleteBeforeReplace?: boolean;
    readonly additionalSecretOutputs?: readonly string[];
    readonly aliases?: readonly string[];
    readonly customTimeouts?: CustomTimeouts;
    readonly parent?: string;
}

/** The provider of a resource, as rules see it. */
export interface AnalyzedProvider {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly properties: Properties;
}

/**
 * A resource as rules see it. `properties` are its inputs where one resource is looked at and its outputs where the
 * whole stack is; secrets stay in their envelope, which the pack opens, and unknown values are passed as such.
 */
export interface AnalyzedResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly properties: Properties;
    readonly options?: AnalyzedOptions;
    readonly provider?: AnalyzedProvider;
    readonly parent?: string;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** Rules do not see the engine's own keys; a remediation gets all of them, since it gives back the whole resource. */
export function analyzeRequest(resource: AnalyzedResource, internalKeys: "kept" | "left out"): analyzer.AnalyzeRequest {
    const { properties } = resource;
    const request = new analyzer.AnalyzeRequest()
        .setUrn(resource.urn)
        .setType(resource.type)
        .setName(resource.name)
        .setProperties(toStruct(internalKeys === "kept" ? properties : withoutInternalKeys(properties)))
        .setOptions(optionsMessage(resource));
    return resource.provider === undefined ? request : request.setProvider(providerMessage(resource.provider));
}

export function stackRequest(resources: readonly AnalyzedResource[]): analyzer.AnalyzeStackRequest {
    return new analyzer.AnalyzeStackRequest().setResourcesList(resources.map(stackResource));
}

function stackResource(resource: AnalyzedResource): analyzer.AnalyzerResource {
    const message = new analyzer.AnalyzerResource()
        .setUrn(resource.urn)
        .setType(resource.type)
        .setName(resource.name)
        .setProperties(toStruct(withoutInternalKeys(resource.properties)))
        .setOptions(optionsMessage(resource))
        .setParent(resource.parent ?? "")
        .setDependenciesList([...(resource.dependencies ?? [])]);
    for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
        if (urns.length > 0) {
            const dependencies = new analyzer.AnalyzerPropertyDependencies().setUrnsList([...urns]);
            message.getPropertydependenciesMap().set(property, dependencies);
        }
    }
    return resource.provider === undefined ? message : message.setProvider(providerMessage(resource.provider));
}

const NO_OPTIONS: Required<Omit<AnalyzedOptions, "deleteBeforeReplace" | "parent">> = {
    protect: false,
    ignoreChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
    customTimeouts: {},
};

function optionsMessage(resource: AnalyzedResource): analyzer.AnalyzerResourceOptions {
    const given = Object.entries(resource.options ?? {}).filter(([, value]) => value !== undefined);
    const options: AnalyzedOptions & typeof NO_OPTIONS = { ...NO_OPTIONS, ...Object.fromEntries(given) };
    return new analyzer.AnalyzerResourceOptions()
        .setProtect(options.protect)
        .setIgnorechangesList([...options.ignoreChanges])
        .setDeletebeforereplace(options.deleteBeforeReplace === true)
        .setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined)
        .setAdditionalsecretoutputsList([...options.additionalSecretOutputs])
        .setAliasesList([...options.aliases])
        .setCustomtimeouts(timeoutsMessage(options.customTimeouts))
        .setParent(options.parent ?? resource.parent ?? "");
}

function timeoutsMessage(timeouts: CustomTimeouts): analyzer.AnalyzerResourceOptions.CustomTimeouts {
    return new analyzer.AnalyzerResourceOptions.CustomTimeouts()
        .setCreate(timeouts.create ?? 0)
        .setUpdate(timeouts.update ?? 0)
        .setDelete(timeouts.delete ?? 0);
}

function providerMessage(provider: AnalyzedProvider): analyzer.AnalyzerProviderResource {
    return new analyzer.AnalyzerProviderResource()
        .setUrn(provider.urn)
        .setType(provider.type)
        .setName(provider.name)
        .setProperties(toStruct(withoutInternalKeys(provider.properties)));
}

function withoutInternalKeys(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}

export function toStruct(properties: Properties): Struct {
    return Struct.fromJavaScript(mapValue(properties, forPolicy) as Record<string, JavaScriptValue>);
}

/** Policy packs know secrets, but neither outputs nor references to resources. */
function forPolicy(value: unknown): unknown {
    if (!isObject(value)) {
        return value;
    }
    switch (value[SIGNATURE]) {
        case OUTPUT_SIGNATURE: {
            const inner = "value" in value ? value["value"] : UNKNOWN;
            return value["secret"] === true ? secret(inner) : inner;
        }
        case RESOURCE_SIGNATURE:
            return value["id"] ?? value["urn"];
        default:
            return value;
    }
}
