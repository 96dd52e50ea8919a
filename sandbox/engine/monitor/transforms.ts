// SPDX-License-Identifier: Apache-2.0
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
    type RegisterResourceRequest,
    TransformRequest,
    TransformResourceOptions,
    TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Callbacks } from "./callbacks";

/** Sends a registration through the program's transforms, each seeing what the one before it made. */
export async function applyTransforms(
    request: RegisterResourceRequest,
    transforms: readonly Callback[],
    callbacks: Callbacks,
): Promise<void> {
    for (const transform of transforms) {
        const question = new TransformRequest();
        question.setType(request.getType());
        question.setName(request.getName());
        question.setCustom(request.getCustom());
        question.setParent(request.getParent());
        question.setProperties(request.getObject());
        question.setOptions(optionsOf(request));
        const bytes = await callbacks.invoke(transform, question.serializeBinary());
        const answer = TransformResponse.deserializeBinary(bytes);
        request.setObject(answer.getProperties());
        const options = answer.getOptions();
        if (options !== undefined) {
            writeOptions(request, options);
        }
    }
}

function optionsOf(request: RegisterResourceRequest): TransformResourceOptions {
    const options = new TransformResourceOptions();
    options.setDependsOnList(request.getDependenciesList());
    if (request.hasProtect()) {
        options.setProtect(request.getProtect() === true);
    }
    if (request.hasRetainondelete()) {
        options.setRetainOnDelete(request.getRetainondelete() === true);
    }
    if (request.getDeletebeforereplacedefined()) {
        options.setDeleteBeforeReplace(request.getDeletebeforereplace());
    }
    options.setIgnoreChangesList(request.getIgnorechangesList());
    options.setReplaceOnChangesList(request.getReplaceonchangesList());
    options.setVersion(request.getVersion());
    options.setAliasesList(request.getAliasesList());
    options.setProvider(request.getProvider());
    options.setCustomTimeouts(request.getCustomtimeouts());
    options.setPluginDownloadUrl(request.getPlugindownloadurl());
    options.setDeletedWith(request.getDeletedwith());
    options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
    request.getProvidersMap().forEach((value, key) => options.getProvidersMap().set(key, value));
    options.setHooks(request.getHooks());
    options.setImport(request.getImportid());
    return options;
}

function writeOptions(request: RegisterResourceRequest, options: TransformResourceOptions): void {
    request.setDependenciesList(options.getDependsOnList());
    if (options.hasProtect()) {
        request.setProtect(options.getProtect() === true);
    }
    if (options.hasRetainOnDelete()) {
        request.setRetainondelete(options.getRetainOnDelete() === true);
    }
    if (options.hasDeleteBeforeReplace()) {
        request.setDeletebeforereplacedefined(true);
        request.setDeletebeforereplace(options.getDeleteBeforeReplace() === true);
    }
    request.setIgnorechangesList(options.getIgnoreChangesList());
    request.setReplaceonchangesList(options.getReplaceOnChangesList());
    request.setVersion(options.getVersion());
    request.setAliasesList(options.getAliasesList());
    request.setProvider(options.getProvider());
    request.setCustomtimeouts(options.getCustomTimeouts());
    request.setPlugindownloadurl(options.getPluginDownloadUrl());
    request.setDeletedwith(options.getDeletedWith());
    request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
    request.setHooks(options.getHooks());
    request.setImportid(options.getImport());
    request.setReplaceWithList(options.getReplaceWithList());
    request.setHidediffsList(options.getHideDiffList());
}
